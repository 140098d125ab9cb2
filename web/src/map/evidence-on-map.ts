import type OlMap from 'ol/Map';
import type Feature from 'ol/Feature';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import { watch } from 'vue';
import { check } from '../state/check';
import { panels } from '../state/panels';
import { selection } from '../state/selection';
import { language } from '../language/language';
import { evidenceLabel, evidenceStyle } from './evidence-style';
import { judgedFeatures, shapeFeatures } from './evidence';

const ABOVE_MARKS = 400;

function ofSelection(): Feature[] {
  const { outfall, verdict, rule } = selection;
  if (!outfall?.location || !verdict) return [];
  return judgedFeatures({ location: outfall.location, entry: outfall.entry_point, verdict: verdict.verdict, provisional: verdict.provisional, findings: verdict.findings, rule });
}

function ofCheck(): Feature[] {
  return check.features.flatMap((feature, index) => {
    const answer = check.result?.features.find((each) => each.index === index);
    const findings = index === check.chosen ? (answer?.findings ?? []) : [];
    if (feature.geometry.type !== 'Point') return shapeFeatures(feature.geometry, answer?.zones ?? [], findings, check.rule);
    return judgedFeatures({
      location: feature.geometry,
      verdict: answer?.verdict ?? null,
      provisional: answer?.provisional ?? null,
      findings,
      rule: check.rule,
    });
  });
}

/** Draws the evidence of the verdict card, or of the check while its panel is open. */
export function followEvidence(map: OlMap): void {
  const source = new VectorSource();
  map.addLayer(new VectorLayer({ source, style: evidenceStyle, zIndex: ABOVE_MARKS }));
  map.addLayer(new VectorLayer({ source, style: evidenceLabel, zIndex: ABOVE_MARKS + 1, declutter: true }));
  watch(
    () => [panels.right, selection.outfall, selection.verdict, selection.rule, check.features, check.result, check.chosen, check.rule, language.code],
    () => {
      source.clear(true);
      source.addFeatures(panels.right === 'check' ? ofCheck() : ofSelection());
    },
    { immediate: true },
  );
}

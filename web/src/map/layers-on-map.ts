import type OlMap from 'ol/Map';
import type BaseLayer from 'ol/layer/Base';
import { watch, watchEffect } from 'vue';
import { language } from '../language/language';
import { connection } from '../state/connection';
import { filterQuery } from '../state/filter';
import { identified } from '../state/identified';
import { OUTFALLS, layerOf, layers, refreshLayers } from '../state/layers';
import { selection } from '../state/selection';
import { settings } from '../state/settings';
import { groundColour } from '../state/style';
import { baseLayers } from './base-map';
import { nameLayers } from './labels';
import { markingLayer } from './marked-features';
import { type MapLayer, mapLayer } from './tile-layer';

const shown = new Map<string, MapLayer & { names: BaseLayer[]; marks: BaseLayer }>();

/** Heights on the map: bases below 0, lines and areas from 0, names, points above the names, marks, evidence above all. */
const NAMES = 100;
const POINTS = 200;
const MARKS = 300;

const isMarkedIn = (layer: string) => (id: number | string): boolean =>
  layer === OUTFALLS
    ? id === selection.id || (identified.marked?.layer === layer && identified.marked.id === id)
    : identified.marked?.layer === layer && identified.marked.id === id;

function addLayer(map: OlMap, id: string): void {
  const description = layerOf(id);
  if (!description) return;
  const made = mapLayer(description);
  const names = nameLayers(made, map);
  for (const layer of names) {
    layer.setZIndex(NAMES);
    layer.setMinZoom(made.layer.getMinZoom());
  }
  const marks = markingLayer(made, isMarkedIn(id));
  marks.setZIndex(MARKS);
  shown.set(id, { ...made, names, marks });
  for (const layer of [made.layer, ...names, marks]) map.addLayer(layer);
}

function removeLayer(map: OlMap, id: string): void {
  const gone = shown.get(id);
  if (!gone) return;
  gone.loading.reset();
  for (const layer of [gone.layer, ...gone.names, gone.marks]) map.removeLayer(layer);
  shown.delete(id);
}

function syncVisible(map: OlMap): void {
  for (const id of layers.order) {
    const wanted = layers.visible.has(id);
    if (wanted && !shown.has(id)) addLayer(map, id);
    if (!wanted && shown.has(id)) removeLayer(map, id);
  }
}

function syncLooks(): void {
  layers.order.forEach((id, height) => {
    const one = shown.get(id);
    one?.layer.setZIndex(layerOf(id)?.geometry === 'point' ? POINTS + height : height);
    one?.layer.setOpacity(layers.opacity[id] ?? 1);
    for (const names of one?.names ?? []) names.setVisible(settings.base === 'own');
  });
}

/** Loads a layer's tiles anew: after a failure, a new filter or a new version. */
export function reloadLayer(id: string): void {
  const one = shown.get(id);
  if (!one) return;
  one.loading.reset();
  one.source.refresh();
}

/** 60 s: changed data shows within a minute without a reload. */
const VERSION_MS = 60_000;

/** Asks at once what has changed, and draws it again. */
export async function showChanges(): Promise<void> {
  for (const id of await refreshLayers().catch(() => [])) reloadLayer(id);
}

async function followVersions(): Promise<void> {
  if (!document.hidden) await showChanges();
}

function dropUnseen(map: OlMap): void {
  const view = map.getView();
  const extent = view.calculateExtent(map.getSize());
  for (const { source, loading } of shown.values()) {
    const z = source.getTileGrid()?.getZForResolution(view.getResolution() ?? 1, 1);
    if (z !== undefined) loading.keepOnly(extent, z);
  }
}

/** Keeps the map's layers as the state says. */
export function followLayers(map: OlMap): void {
  const ground = map.getTargetElement();
  if (ground) ground.style.backgroundColor = groundColour();
  watchEffect(() => syncVisible(map));
  watchEffect(() => {
    void layers.visible.size;
    syncLooks();
  });
  watch(filterQuery, (now, before) => {
    const ids = now.as_of === before.as_of ? [OUTFALLS] : [...shown.keys()];
    for (const id of ids) reloadLayer(id);
  });
  watch(() => [selection.id, identified.marked], () => shown.forEach((one) => one.marks.changed()));
  watch(() => language.code, () => shown.forEach((one) => one.names.forEach((names) => names.changed())));
  let bases: BaseLayer[] = [];
  watch(() => [settings.base, settings.tianditu_key], () => {
    for (const base of bases) map.removeLayer(base);
    bases = baseLayers(settings.base, settings.tianditu_key);
    for (const base of bases) map.addLayer(base);
  }, { immediate: true });
  map.on('moveend', () => dropUnseen(map));
  watch(() => connection.offline, (offline) => {
    if (!offline) dropUnseen(map);
  });
  setInterval(() => void followVersions(), VERSION_MS);
}

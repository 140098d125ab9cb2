import { computed, reactive } from 'vue';
import { getJson } from '../api/request';
import type { Bilingual } from '../api/shapes';
import { say } from '../language/language';
import { OUTFALLS, layerOf } from './layers';

export interface CategoryNode {
  value: string;
  label: string;
  children: CategoryNode[];
}

const valuesOf = (attribute: string): Record<string, Bilingual> =>
  layerOf(OUTFALLS)?.attributes.find((each) => each.name === attribute)?.values ?? {};

export const categoryName = (code: string): string => say(valuesOf('category')[code]) || code;

/** Category codes as a tree; a dot in the code is a level. */
export const categoryTree = computed<CategoryNode[]>(() => {
  const nodes = new Map<string, CategoryNode>();
  const roots: CategoryNode[] = [];
  for (const [code, words] of Object.entries(valuesOf('category'))) {
    const node = { value: code, label: say(words), children: [] };
    nodes.set(code, node);
    const parent = nodes.get(code.slice(0, code.lastIndexOf('.')));
    (parent?.children ?? roots).push(node);
  }
  return roots;
});

export const stageCodes = computed(() => Object.keys(valuesOf('stage')));

/** Rule titles by id, for findings that come without one. */
const rules = reactive<Record<string, Bilingual>>({});

export async function loadRules(): Promise<void> {
  const { items } = await getJson<{ items: { id: string; title: Bilingual }[] }>('./api/rules');
  for (const rule of items) rules[rule.id] = rule.title;
}

export const ruleTitle = (id: string): string => say(rules[id]) || id;

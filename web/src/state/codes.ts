import { computed, reactive } from 'vue';
import { getJson } from '../api/request';
import type { Bilingual } from '../api/shapes';
import { say } from '../language/language';
import { nameOf } from './city';
import { OUTFALLS, layerOf } from './layers';
import { settings } from './settings';

export interface CategoryNode {
  value: string;
  label: string;
  children: CategoryNode[];
}

export const categoryName = (code: string): string => {
  const known = settings.categories.find((each) => each.code === code);
  return known ? nameOf(known) : code;
};

/** Category codes as the server has them, as a tree. */
export const categoryTree = computed<CategoryNode[]>(() => {
  const nodes = new Map<string, CategoryNode>();
  const roots: CategoryNode[] = [];
  for (const each of settings.categories) {
    const node = { value: each.code, label: nameOf(each), children: [] };
    nodes.set(each.code, node);
    (nodes.get(each.parent ?? '')?.children ?? roots).push(node);
  }
  return roots;
});

/** Stages that outfalls can be in, as the outfalls layer explains them. */
export const stageCodes = computed(() =>
  Object.keys(layerOf(OUTFALLS)?.attributes.find((each) => each.name === 'stage')?.values ?? {}),
);

/** Rule titles by id, for findings that come without one. */
const rules = reactive<Record<string, Bilingual>>({});

export async function loadRules(): Promise<void> {
  const { items } = await getJson<{ items: { id: string; title: Bilingual }[] }>('./api/rules');
  for (const rule of items) rules[rule.id] = rule.title;
}

export const ruleTitle = (id: string): string => say(rules[id]) || id;

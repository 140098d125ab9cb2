import { reactive } from 'vue';

/** A feature under the pointer: ids are unique per layer only, so the layer belongs to its name. */
export interface Hit {
  layer: string;
  id: number | string;
  attributes: Record<string, unknown>;
}

/** Everything found under the last click, and the feature being looked at. */
export const identified = reactive({
  at: null as { lon: number; lat: number } | null,
  hits: [] as Hit[],
  marked: null as { layer: string; id: number | string } | null,
});

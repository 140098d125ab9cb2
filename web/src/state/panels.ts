import { reactive, watch } from 'vue';
import { keepInUrl } from './url';
import { selection } from './selection';

export type RightPanel = 'card' | 'identify' | 'check' | 'import';

/** 1100 px: below it two side panels would leave no room for the map. */
const ROOM_FOR_TWO_PX = 1100;

export const panels = reactive({
  left: window.innerWidth >= ROOM_FOR_TWO_PX,
  right: null as RightPanel | null,
  table: false,
});

export function openRight(panel: RightPanel): void {
  panels.right = panel;
  if (window.innerWidth < ROOM_FOR_TWO_PX) panels.left = false;
}

export const closeRight = (): void => {
  panels.right = null;
};

window.addEventListener('resize', () => {
  if (panels.right && window.innerWidth < ROOM_FOR_TWO_PX) panels.left = false;
});

watch(() => selection.id, (id) => {
  if (id !== null) openRight('card');
  else if (panels.right === 'card') closeRight();
}, { immediate: true });

keepInUrl({
  read: (parameters) => {
    panels.table = parameters.get('table') === '1';
    const tool = parameters.get('tool');
    if (tool === 'check' || tool === 'import') panels.right = tool;
  },
  write: (parameters) => {
    if (panels.table) parameters.set('table', '1');
    if (panels.right === 'check' || panels.right === 'import') parameters.set('tool', panels.right);
  },
});

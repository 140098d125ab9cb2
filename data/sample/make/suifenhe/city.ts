import { City } from '../city';
export function suifenhe(): City { return new City('231081', '绥芬河市', '绥芬河'); }

import type { City } from './city';
import { addDischarger, type Discharger, type Facts } from './outfall';
import type { LonLat } from './plane';

/** In order unless told otherwise: registered, inspected, nothing wrong. */
export const sound = (category: string, more: Partial<Facts> = {}): Facts => ({
  category, position_method: 'gnss', set_up: '2013-06-01', approval: 'registered', inspected_on: '2024-05-14', problems: [],
  discharge_feature: 'flowing', mouth_form: '管道', flow_m3d: 18, ...more,
});

export const factory = (discharger: string, more: Partial<Facts> = {}): Facts =>
  sound('industrial.enterprise.factory', { discharger, approval: 'approved', approval_no: '示意〔2016〕12号', flow_m3d: 160, compliant: true, ...more });

export const firm = (city: City, f: Partial<Discharger> & { name: string; site: LonLat }): string =>
  addDischarger(city, { kind: '工业企业', industry: '农副食品加工业', permit: '示意许可证', method: 'gnss', ...f });

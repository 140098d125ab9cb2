/*---
id: outfalls
title: {zh: 入河（湖）排污口台账, en: Ledger of outfalls}
attributes:
  id: {type: integer, zh: 系统编号, en: Id}
  code: {type: string, zh: 地方编码, en: Code}
  national_code: {type: string, zh: 国家编码, en: National code}
  name: {type: string, zh: 排污口名称, en: Name}
  region: {type: string, zh: 行政区划代码, en: Region code}
  city_name: {type: string, zh: 市县名称, en: City}
  town_name: {type: string, zh: 乡镇名称, en: Town}
  category: {type: string, zh: 排污口类型, en: Category, codes: category}
  status: {type: string, zh: 使用状态, en: Status, values: status}
  lon: {type: number, zh: 经度, en: Longitude}
  lat: {type: number, zh: 纬度, en: Latitude}
  entry_lon: {type: number, zh: 入河点经度, en: Longitude of the entry point}
  entry_lat: {type: number, zh: 入河点纬度, en: Latitude of the entry point}
  position_method: {type: string, zh: 定位方式, en: Position method, values: position_method}
  position_error_m: {type: number, unit: m, zh: 定位误差, en: 'Position error (95 %; absent = by method)'}
  whole_seconds: {type: boolean, zh: 坐标只到整秒, en: Coordinates in whole seconds only}
  river: {type: string, zh: 受纳水体, en: Receiving water}
  waterbody: {type: string, zh: 受纳水体编码, en: Code of the receiving water}
  reach: {type: string, zh: 河段编码, en: Code of the reach}
  chief_city: {type: string, zh: 市级河长职务, en: City river chief (office)}
  chief_town: {type: string, zh: 镇级河长职务, en: Town river chief (office)}
  chief_village: {type: string, zh: 村级河长职务, en: Village river chief (office)}
  function_zone: {type: string, zh: 所在水功能区, en: Function zone}
  target_class: {type: string, zh: 水功能区水质目标, en: Target class of the function zone}
  mouth_form: {type: string, zh: 口门形态, en: Form of the mouth}
  discharge_feature: {type: string, zh: 排水特征, en: Discharge feature, values: discharge_feature}
  flow_m3d: {type: number, unit: m³/d, zh: 日排水量, en: Flow}
  inspected_on: {type: date, zh: 排查日期, en: Inspected on}
  problems: {type: string, zh: 存在问题, en: Construction problems, values: construction_problem}
  dry_flow_hours: {type: number, unit: h, zh: 晴天排水时长, en: Hours of flow without rain}
  dry_flow_cause:
    type: string
    zh: 晴天排水原因
    en: Cause of dry-weather flow
    values:
      snowmelt: {zh: 融雪, en: Snowmelt}
      irrigation: {zh: 灌溉退水, en: Irrigation}
      sewage: {zh: 污水混入, en: Sewage}
      undetermined: {zh: 原因未查明, en: Undetermined}
  discharger: {type: string, zh: 排污单位编码, en: Code of the discharger}
  discharger_name: {type: string, zh: 主要责任主体, en: Discharger}
  discharger_industry: {type: string, zh: 责任主体行业, en: Industry of the discharger}
  shared_declared: {type: boolean, zh: 共用已在许可中载明, en: Shared use declared in the permit}
  approval: {type: string, zh: 审批登记情况, en: Approval or registration, values: approval}
  set_up: {type: date, zh: 设置时间, en: Set up}
  retention_approved: {type: boolean, zh: 保留已获同意, en: Retention approved}
  discharge_standard: {type: string, zh: 排放标准, en: Discharge standard}
  discharge_grade: {type: string, zh: 排放等级, en: Grade of the standard}
  compliant: {type: boolean, zh: 是否达标, en: Compliant}
  sampled_on: {type: date, zh: 最近监测日期, en: Last sampled on}
  sampled_flow: {type: number, unit: m³/d, zh: 最近监测时流量, en: Flow when last sampled}
  sampled_ph: {type: number, zh: 最近监测pH, en: pH when last sampled}
  sampled_cod: {type: number, unit: mg/L, zh: 最近监测化学需氧量, en: Chemical oxygen demand when last sampled}
  sampled_nh3_n: {type: number, unit: mg/L, zh: 最近监测氨氮, en: Ammonia nitrogen when last sampled}
  sampled_tp: {type: number, unit: mg/L, zh: 最近监测总磷, en: Total phosphorus when last sampled}
  sampled_tn: {type: number, unit: mg/L, zh: 最近监测总氮, en: Total nitrogen when last sampled}
  sampled_below: {type: string, zh: 低于检出限的项目, en: 'Below the limit of detection (its limit stands as the value)'}
  verdict: {type: string, zh: 研判结论（建议）, en: Verdict that counts, values: verdict}
  provisional_strictest: {type: string, zh: 暂定结论最严, en: 'Provisional verdict, strictest', values: provisional}
  provisional_mildest: {type: string, zh: 暂定结论最宽, en: 'Provisional verdict, mildest', values: provisional}
  no_action: {type: boolean, zh: 无需整治, en: No action needed (absent = to be checked)}
  overridden: {type: boolean, zh: 经复核改判, en: An override is in force}
  stage: {type: string, zh: 工作阶段, en: Stage, values: stage}
  departments: {type: string, zh: 责任部门, en: Departments}
  plan_measure: {type: string, zh: 一口一策措施, en: Measure of the plan, values: measure}
  due_on: {type: date, zh: 完成时限, en: Due on}
  completed_on: {type: date, zh: 整治完成日期, en: Completed on}
  closed_on: {type: date, zh: 销号日期, en: Closed out on}
  sample: {type: boolean, zh: 示意数据, en: Demonstration data}
---*/
SELECT i.id AS feature_id, i.id, i.local_code AS code, i.national_code, i.name, i.region_code AS region,
       (SELECT name FROM region WHERE code = left(i.region_code, 6)) AS city_name,
       (SELECT name FROM region WHERE code = i.region_code AND length(code) = 9) AS town_name,
       i.category, i.status, ST_X(i.geom) AS lon, ST_Y(i.geom) AS lat, ST_X(i.entry_geom) AS entry_lon, ST_Y(i.entry_geom) AS entry_lat,
       i.position_method, i.position_error_m, nullif(i.whole_seconds, false) AS whole_seconds, i.river_name AS river,
       (SELECT code FROM waterbody WHERE id = i.waterbody_id) AS waterbody, r.code AS reach, r.chief_city, r.chief_town, r.chief_village, z.name AS function_zone, z.target_class,
       i.mouth_form, i.discharge_feature, i.flow_m3d, i.inspected_on, nullif(array_to_string(i.problems, '、'), '') AS problems,
       i.dry_flow_hours, i.dry_flow_cause, d.code AS discharger, d.name AS discharger_name, d.industry AS discharger_industry, i.shared_declared, i.approval, i.set_up,
       i.retention_approved, i.discharge_standard, i.discharge_grade, i.compliant,
       CAST(s.taken_at AT TIME ZONE 'Asia/Shanghai' AS date) AS sampled_on, s.flow_m3d AS sampled_flow,
       v.ph AS sampled_ph, v.cod AS sampled_cod, v.nh3_n AS sampled_nh3_n, v.tp AS sampled_tp, v.tn AS sampled_tn, v.below AS sampled_below,
       i.verdict, i.strictest AS provisional_strictest, i.mildest AS provisional_mildest, i.no_action,
       CASE WHEN i.override_id IS NOT NULL THEN true END AS overridden, i.stage,
       (SELECT string_agg(answering ->> 'name', '、') FROM json_array_elements(i.departments) answering) AS departments,
       p.measure AS plan_measure, coalesce(p.transition_until, p.due_on) AS due_on, p.completed_on,
       (SELECT max(x.decided_on) FROM close_out x WHERE x.outfall_id = i.id AND x.decision = 'accepted' AND x.decided_on <= tile.day) AS closed_on,
       nullif(i.sample, false) AS sample, i.shape AS geom
FROM item i CROSS JOIN tile
LEFT JOIN reach r ON r.id = i.reach_id
LEFT JOIN function_zone z ON z.id = r.function_zone_id
LEFT JOIN discharger d ON d.id = i.discharger_id
LEFT JOIN LATERAL (
  SELECT s.id, s.taken_at, s.flow_m3d FROM monitoring_sample s
  WHERE s.outfall_id = i.id AND s.taken_at < CAST(tile.day + 1 AS timestamp) AT TIME ZONE 'Asia/Shanghai'
  ORDER BY s.taken_at DESC, s.id DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (
  SELECT max(m.value) FILTER (WHERE m.pollutant = 'ph') AS ph, max(m.value) FILTER (WHERE m.pollutant = 'cod') AS cod,
         max(m.value) FILTER (WHERE m.pollutant = 'nh3_n') AS nh3_n, max(m.value) FILTER (WHERE m.pollutant = 'tp') AS tp,
         max(m.value) FILTER (WHERE m.pollutant = 'tn') AS tn,
         string_agg(k.name, '、' ORDER BY k.name) FILTER (WHERE m.below_detection) AS below
  FROM monitoring_value m JOIN pollutant k ON k.code = m.pollutant WHERE m.outfall_id = i.id AND m.sample_id = s.id) v ON true
LEFT JOIN LATERAL (SELECT * FROM plan p WHERE p.outfall_id = i.id AND p.drawn_up_on <= tile.day ORDER BY p.drawn_up_on DESC, p.id DESC LIMIT 1) p ON true

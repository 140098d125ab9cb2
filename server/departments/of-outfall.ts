import type { Query } from '../db/query';

// Which departments answer for an outfall `i` (a row of outfallItems): by its category, or the categories that it may
// have; a park's committee only for outfalls that merge-park finds in a park.

const CATEGORY_FITS = `(i.category = t.category OR starts_with(i.category, t.category || '.')
    OR EXISTS (SELECT FROM unnest(i.category_candidates) AS may WHERE may = t.category OR starts_with(may, t.category || '.')))`;

const IN_PARK = `EXISTS (SELECT FROM verdict_current v JOIN finding f ON f.verdict_id = v.verdict_id
    WHERE v.outfall_id = i.id AND f.rule = 'merge-park' AND f.outcome IN ('conflict', 'borderline'))`;

const ANSWERS = `t.region_code = left(i.region_code, 6) AND ${CATEGORY_FITS} AND (NOT t.in_park OR ${IN_PARK})`;

/** Condition on `i`: one of the departments named (ids, or Chinese names) answers for it. */
export const answeredBy = (departments: string[]): Query => ({
  sql: `EXISTS (SELECT FROM department_duty t JOIN department d ON d.region_code = t.region_code AND d.id = t.department
    WHERE ${ANSWERS} AND (d.id = ANY(:filter_department::text[]) OR d.name = ANY(:filter_department::text[])))`,
  bindings: { filter_department: departments },
});

const told = (condition: string) => `(SELECT coalesce(json_agg(json_build_object('id', d.id, 'name', d.name, 'name_en', d.name_en,
    'citation', json_build_object('document', d.document, 'article', d.article, 'quote', d.quote)) ORDER BY d.sort), '[]')
  FROM department d WHERE d.region_code = left(i.region_code, 6) AND ${condition})`;

/** JSON columns: the departments that answer, who leads, and who is responsible where no discharger has been traced. */
export const DEPARTMENTS = told(`EXISTS (SELECT FROM department_duty t WHERE t.department = d.id AND ${ANSWERS})`);
export const LEAD = told("d.duty = 'lead'");
export const FALLBACK = told("d.duty = 'fallback' AND i.discharger_id IS NULL");

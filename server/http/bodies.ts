import express, { type RequestHandler } from 'express';
import type { Config } from '../config';

/** Reads JSON bodies (also GeoJSON) up to the limit; compressed ones count as unpacked. Errors go to the problem handler. */
export const bodies = ({ bodyLimitBytes }: Config): RequestHandler =>
  express.json({ limit: bodyLimitBytes, type: ['application/json', 'application/*+json'], strict: false });

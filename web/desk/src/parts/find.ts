// Which records there are with such a name: for Ctrl-K and for fields that name one.
import { read } from "@sojourn/shared";
import type { Find, Picked } from "./RecordPicker";

/** More would not be read; whoever sees too many types on. */
const limit = 8;

export const findSites: Find = async (search, signal) =>
  (await read("/api/sites", { query: { ...(search !== "" && { search }), limit } }, signal)).items.map(
    ({ id, name, area_name }): Picked => ({ id, name, detail: area_name }),
  );
export const findPeople: Find = async (search, signal) =>
  (await read("/api/staff", { query: { ...(search !== "" && { search }), limit } }, signal)).items.map(
    ({ id, name, code, sponsor_name }): Picked => ({
      id,
      name,
      detail: code === undefined ? sponsor_name : `${code} · ${sponsor_name}`,
    }),
  );
export const findSponsors: Find = async (search, signal) =>
  (await read("/api/sponsors", { query: { ...(search !== "" && { search }), limit } }, signal)).items.map(
    ({ id, name, area_name }): Picked => ({ id, name, detail: area_name }),
  );
export const findAreas: Find = async (search, signal) =>
  (await read("/api/areas", { query: { ...(search !== "" && { search }), limit } }, signal)).items.map(
    ({ id, name, code }): Picked => ({ id, name, ...(code !== undefined && { detail: code }) }),
  );

// What the programme is called and how long it runs, for whoever may know its rules.
import type { Answer } from "@sojourn/shared";
import { type Read, useRead } from "../parts/reading";
import { useMay } from "./session";

export function useProgramme(): Read<Answer<"/api/programme">> {
  const may = useMay();
  return useRead("/api/programme", {}, { enabled: may("programme.show") });
}

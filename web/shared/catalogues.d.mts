export const languages: string[];
export function parts(key: string): { stem: string; form: string | null };
export function merge(files: { name: string; text: string }[]): {
  catalogues: Record<string, Record<string, string>>;
  faults: string[];
};

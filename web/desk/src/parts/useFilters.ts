// Filters stand in the address: a page that is sent to somebody, or gone back to, shows the same.
//
//   const [filters, setFilter] = useFilters(["search", "tier"]);
//   <Input value={filters.search ?? ""} onChange={(event) => setFilter("search", event.target.value)} />
import { useSearchParams } from "react-router";

export function useFilters<Name extends string>(
  names: readonly Name[],
): [Partial<Record<Name, string>>, (name: Name, value: string | undefined) => void] {
  const [parameters, setParameters] = useSearchParams();
  const filters: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = parameters.get(name);
    if (value !== null && value !== "") {
      filters[name] = value;
    }
  }
  return [
    filters,
    (name, value) =>
      setParameters(
        (before) => {
          if (value === undefined || value === "") {
            before.delete(name);
          } else {
            before.set(name, value);
          }
          return before;
        },
        // Each letter of a search is no step to go back to.
        { replace: true },
      ),
  ];
}

// Parts of a record's page, as links: the tab stands in the address, and going back works.
import { t } from "@sojourn/shared";
import { Link, useSearchParams } from "react-router";
import "./record.css";

export function useTab<Name extends string>(names: readonly [Name, ...Name[]]): Name {
  const [parameters] = useSearchParams();
  return names.find((name) => name === parameters.get("tab")) ?? names[0];
}

export function Tabs<Name extends string>({ tabs, now }: { tabs: { name: Name; title: string }[]; now: Name }) {
  return (
    <nav className="tabs" aria-label={t("record.parts")}>
      <ul>
        {tabs.map(({ name, title }, index) => (
          <li key={name}>
            <Link to={index === 0 ? "?" : `?tab=${name}`} aria-current={name === now ? "page" : undefined}>
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

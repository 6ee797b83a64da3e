// Office roles see other people's records, so they set up a second factor before anything else: a key
// for an authenticator app, as a picture and as letters, then the recovery codes.
import { answer, api, t } from "@sojourn/shared";
import { qr } from "@sojourn/shared/qr";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { RecoveryCodes } from "../parts/RecoveryCodes";
import { SendForm } from "../parts/SendForm";
import { Loaded, readOf } from "../parts/reading";
import { Entrance } from "./Entrance";
import { CodeField } from "./credentials";
import { type Account, accountKey, useAccountQuery } from "./session";

interface Factor {
  secret: string;
  address: string;
}

export default function SecondFactorPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const account = useAccountQuery().data;
  const [code, setCode] = useState("");
  const [codes, setCodes] = useState<string[]>();
  // A key is proposed once: another would make void what the app has taken.
  const begun = readOf(
    useQuery<Factor>({
      queryKey: ["second-factor"],
      queryFn: async () => answer(api.POST("/api/account/second-factor")),
      enabled: codes === undefined,
      staleTime: Infinity,
      gcTime: 0,
    }),
  );
  useEffect(() => {
    // Here this page stays when the account is read anew, and the codes with it.
    void navigate("/second-factor", { replace: true });
  }, [navigate]);
  const confirm = async (): Promise<void> => {
    const made = await answer(api.POST("/api/account/second-factor/confirm", { body: { code: code.replaceAll(" ", "") } }));
    setCodes(made.codes);
  };
  const goOn = async (): Promise<void> => {
    client.setQueryData<Account | null>(
      accountKey,
      (before) => before && { ...before, second_factor: true, second_factor_needed: false },
    );
    await navigate("/", { replace: true });
    await client.invalidateQueries();
  };
  if (codes !== undefined) {
    return (
      <Entrance title={t("codes.title")}>
        <RecoveryCodes codes={codes} kept={() => void goOn()} />
      </Entrance>
    );
  }
  return (
    <Entrance title={t("ways.second_factor")}>
      <p className="quiet">{t("shell.account", { name: account?.person ?? "" })}</p>
      <p>{t("codes.why")}</p>
      <Loaded of={begun}>
        {({ secret, address }) => (
          <>
            <p>{t("codes.scan")}</p>
            <Picture of={address} />
            <p>
              <code className="key">{secret.match(/.{1,4}/g)?.join(" ")}</code>
            </p>
            <p>
              {t("codes.type_key")} <a href={address}>{t("codes.open_app")}</a>
            </p>
            <SendForm send={confirm} action={t("ways.confirm_code")}>
              {(problem) => <CodeField value={code} onChange={setCode} problem={problem} label={t("codes.six_digits")} digits />}
            </SendForm>
          </>
        )}
      </Loaded>
    </Entrance>
  );
}

/** A QR code with the four modules of light around it that cameras need. */
function Picture({ of }: { of: string }) {
  const rows = qr(of);
  const size = rows.length + 8;
  const dark = rows.flatMap((row, y) => row.map((each, x) => (each ? `M${x + 4} ${y + 4}h1v1h-1z` : ""))).join("");
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t("codes.picture")} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  );
}

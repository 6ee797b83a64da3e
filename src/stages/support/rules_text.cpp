// The table [support] of rules.toml.
#include "base/word.h"
#include "stages/programme/rules_table.h"
#include "stages/support/rules.h"

namespace sojourn::stages::support {
namespace {

/// Those that the rules may name; a currency that is missing is added here.
enum class RulesCurrency : std::uint8_t {
  CNY,
  USD,
  EUR,
  GBP,
  JPY,
  INR,
  IDR,
  PHP,
  NPR,
  BDT,
  PKR,
  LKR,
  VND,
  LAK,
  KES,
  UGX,
  TZS,
  ETB,
  RWF,
  NGN,
  GHS,
  XOF,
  ZAR,
  BRL,
  MXN,
  PEN
};
BOOST_DESCRIBE_ENUM(RulesCurrency, CNY, USD, EUR, GBP, JPY, INR, IDR, PHP, NPR, BDT, PKR, LKR, VND,
                    LAK, KES, UGX, TZS, ETB, RWF, NGN, GHS, XOF, ZAR, BRL, MXN, PEN)

}  // namespace

SupportRules read_rules(std::string_view text, std::string_view where, programme::Faults& faults) {
  constexpr std::int32_t most = 1'000'000;
  SupportRules made;
  programme::RulesTable table(text, "support", where, faults);
  RulesCurrency currency = RulesCurrency::CNY;
  table.choice("currency", currency);
  made.currency = base::written<base::Currency>(base::name_of(currency));
  table.whole("work_fund", made.work_fund, 0, most);
  table.whole("meal_day", made.meal_day, 0, most);
  table.whole("meal_days", made.meal_days, 0, 366);
  table.whole("home_trips", made.home_trips, 0, 31);
  table.whole("km_hundredths", made.km_hundredths, 0, most);
  table.whole("trip_km", made.trip_km, 0, 5'000);
  table.whole("settling_in", made.settling_in, 0, most);
  table.whole("training", made.training, 0, most);
  table.whole("insurance", made.insurance, 0, most);
  table.whole("health", made.health, 0, most);
  table.whole("sponsor_province", made.sponsor_province, 0, most);
  table.whole("sponsor_prefecture", made.sponsor_prefecture, 0, most);
  table.whole("sponsor_county", made.sponsor_county, 0, most);
  table.whole("pay_days", made.pay_days, 1, 250);
  table.whole("alarm_days", made.alarm_days, 1, 366);
  table.whole("check_months", made.check_months, 1, 60);
  table.whole("receipt_above", made.receipt_above, 0, most);
  table.yes_no("two_hands", made.two_hands);
  table.finish();
  return made;
}

}  // namespace sojourn::stages::support

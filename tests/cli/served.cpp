#include "tests/cli/served.h"

#include <gmock/gmock.h>
#include <stdlib.h>  // mkdtemp

#include <chrono>

#include "access/token.h"
#include "access/totp.h"
#include "base/json.h"

namespace sojourn::testing_support {

namespace fs = std::filesystem;
namespace json = boost::json;
using ::testing::StartsWith;

ServedTest::ServedTest(std::string_view about) {
  std::string pattern =
      (fs::temp_directory_path() / ("sojourn-" + std::string(about) + "-XXXXXX")).string();
  folder = ::mkdtemp(pattern.data());
  data = (folder / "data").string();
}

ServedTest::~ServedTest() { fs::remove_all(folder); }

Ended ServedTest::command(const std::vector<std::string>& arguments) {
  fs::create_directories(folder / "command");
  return run(folder / "command", arguments);
}

std::string ServedTest::code_of(const std::string& secret) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return access::totp_code(access::from_base32(secret).value(), access::totp_step_at(now));
}

void ServedTest::set_up(RunningServer& server) {
  const std::string token = server.setup_token();
  ASSERT_THAT(token, StartsWith("sjl_"));
  const Reply made =
      server.ask("POST", "/api/setup",
                 base::write_json(json::object{{"link", token},
                                               {"name", "olga"},
                                               {"person", "Olga Example"},
                                               {"password", "eleven quiet herons"}}));
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_THAT(made.field("Sojourn-Log"), StartsWith("id="));
  ASSERT_NO_FATAL_FAILURE(sign_in(server));
  const Reply refused = server.ask("GET", "/api/accounts");
  EXPECT_EQ(refused.status, 403) << "an administrator has a second factor";
  const Reply proposed = server.ask("POST", "/api/account/second-factor", "{}");
  ASSERT_EQ(proposed.status, 200) << proposed.body;
  const std::string secret(std::string_view(proposed.json().at("secret").as_string()));
  const Reply confirmed = server.ask("POST", "/api/account/second-factor/confirm",
                                     base::write_json(json::object{{"code", code_of(secret)}}));
  ASSERT_EQ(confirmed.status, 200) << confirmed.body;
}

void ServedTest::sign_in(RunningServer& server) {
  server.session.clear();
  const Reply in = server.ask(
      "POST", "/api/session",
      base::write_json(json::object{{"name", "olga"}, {"password", "eleven quiet herons"}}));
  ASSERT_EQ(in.status, 200) << in.body;
  const std::string cookie = in.field("Set-Cookie");
  ASSERT_THAT(cookie, StartsWith("session=sjs_"));
  server.session = cookie.substr(8, cookie.find(';') - 8);
  server.csrf = access::csrf_of(server.session);
}

}  // namespace sojourn::testing_support

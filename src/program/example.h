// `sojourn serve --example county`: a demonstration. A data directory in which the example county
// stands as records, with a published plan, and an account for each role, whose sign-ins are
// printed and stand on the page /example. As everybody may know them, such a directory is served to
// its own machine only, however it is started; the file `example` in it says what it is.
//
//   if (auto example = example_in(directory)) ...            one that was made earlier
//   const Example example = make_example(directory, terminal);
//
// The second factor of all accounts has one key, so that it is given to an authenticator app once;
// the page needs no app, as it reckons the code itself. Tested in tests/cli/example_test.cpp.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/grant.h"
#include "base/language.h"
#include "base/operation.h"
#include "doors/http/made_pages.h"
#include "doors/http/settings.h"

namespace sojourn::program {

/// How large an example is served.
enum class ServedExample : std::uint8_t { county };
BOOST_DESCRIBE_ENUM(ServedExample, county)

struct ExampleAccount {
  std::string name;    ///< to sign in with
  std::string person;  ///< as others call them
  access::Role role = access::Role::member;
  std::string over;  ///< the name of the area, site or sponsor; empty: the programme, oneself
  bool needs_code = false;  ///< of the second factor
};
BOOST_DESCRIBE_STRUCT(ExampleAccount, (), (name, person, role, over, needs_code))

/// What the file `example` holds.
struct Example {
  std::string what;      ///< that it is a demonstration, for whoever opens the file
  std::string password;  ///< of every account
  std::string key;       ///< of every second factor, base 32
  std::vector<ExampleAccount> accounts;
};
BOOST_DESCRIBE_STRUCT(Example, (), (what, password, key, accounts))

/// Nothing if the directory is no example. Refusal invalid "example_unreadable".
std::optional<Example> example_in(const std::filesystem::path& directory);

/// Makes one, whole or not at all; nothing if the terminal asks for a stop meanwhile. Refusal
/// conflict "not_an_example" if the directory holds anything.
std::optional<Example> make_example(const std::filesystem::path& directory,
                                    base::Terminal& terminal);

/// Refusal invalid unless it is this machine alone that can connect.
void refuse_others(const doors::http::ServerSettings& settings);

/// What is printed: what this is, and every way to sign in. `place`: "http://127.0.0.1:8080".
std::string example_sign_ins(const Example& example, std::string_view place,
                             base::Language language);

/// The page /example: a button for each account.
doors::http::OwnPage example_page(Example example);

}  // namespace sojourn::program

// The second factor: time-based one-time codes (RFC 6238) of 6 digits, 30 s, HMAC-SHA-1, which is
// what every authenticator app knows. A code is good in its own step and the one before and after,
// as phones' clocks are off; and once only: the step of the last accepted code is kept, and codes
// of that step or an earlier one are refused. Tested in tests/unit/access/totp_test.cpp with the
// vectors of RFC 4226, 6238 and 4648.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sojourn::access {

inline constexpr std::chrono::seconds totp_step_length{30};
inline constexpr int totp_digits = 6;

/// 160 random bits, as RFC 4226 advises.
std::string make_totp_secret();

/// Number of the step that holds `now`.
std::int64_t totp_step_at(std::chrono::sys_seconds now);

/// The code of a step: `digits` decimal digits with leading zeros. `secret` is bytes.
std::string totp_code(std::string_view secret, std::int64_t step, int digits = totp_digits);

/// The step whose code this is, to be kept as the last one used; nullopt if it is no code of this
/// time, or of a step up to `last_used`. Spaces are allowed ("123 456").
std::optional<std::int64_t> totp_accepts(std::string_view secret, std::string_view code,
                                         std::chrono::sys_seconds now,
                                         std::optional<std::int64_t> last_used);

/// What an authenticator app reads from a picture: otpauth://totp/...
std::string totp_address(std::string_view issuer, std::string_view account,
                         std::string_view secret);

/// RFC 4648 base 32 without padding, as people type it into an app.
std::string to_base32(std::string_view bytes);
/// Lower case, spaces and padding are allowed; nullopt if it is not base 32.
std::optional<std::string> from_base32(std::string_view text);

}  // namespace sojourn::access

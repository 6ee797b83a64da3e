#include "base/html.h"

#include <gtest/gtest.h>

namespace sojourn::base {
namespace {

TEST(EscapeHtml, LeavesNothingThatEndsATextOrAnAttribute) {
  EXPECT_EQ(escape_html("a<b> & \"c\" 'd'"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
  EXPECT_EQ(escape_html("驻点"), "驻点");
  EXPECT_EQ(escape_html(""), "");
}

}  // namespace
}  // namespace sojourn::base

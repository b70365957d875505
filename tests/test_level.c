// SPDX-License-Identifier: MIT
/* Every word that names a level, in any case; and what only looks like one. */
#include "bytes.h"

#include "application.h"

static const char *const words[] = {
	"info",
	"error",
	"warn",
	"debug",
	"warning",
	"trace",
	"fatal",
	"notice",
	"err",
	"critical",
	"crit",
	"alert",
	"emerg",
	"emergency",
	"severe",
	"informational",
	"panic",
	"eror",
	"dbug",
	"verbose",
	"config",
	"fine",
	"finer",
	"finest",
	"dpanic",
	"deprecation",
	"inf",
	"wrn",
	"dbg",
	"trc",
	"vrb",
	"ftl",
	"\uc815\ubcf4",
	"\uacbd\uace0",
	"\uc2ec\uac01",
	"\u60c5\u5831",
	"\u8b66\u544a",
	"\u91cd\u5927",
	"\u4fe1\u606f",
	"\u4e25\u91cd",
	"information",
	"warnung",
	"schwerwiegend",
	"infos",
	"avertissement",
	"grave",
	"informaci\u00f3n",
	"advertencia",
};

Test(level, every_name_is_read_in_any_case)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		char upper[32] = {0};
		for (size_t k = 0; words[i][k] != '\0' && k < sizeof upper - 1; k++) {
			bool small = words[i][k] >= 'a' && words[i][k] <= 'z';
			upper[k] = (char)(small ? words[i][k] - 'a' + 'A' : words[i][k]);
		}
		cr_expect_neq(level_severity(slice_from(words[i])), SEVERITY_NONE, "%s", words[i]);
		cr_expect_eq(level_severity(slice_from(upper)),
			     level_severity(slice_from(words[i])), "%s", upper);
	}
}

Test(level, other_words_are_none)
{
	static const char *const others[] = {"",     "i",      "inform", "errors", "{nfo", "[info]",
					     "zinc", "Failed", "-",      "\x80",   "warns"};
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		cr_expect_eq(level_severity(slice_from(others[i])), SEVERITY_NONE, "%s", others[i]);
	}
	cr_expect_eq(level_severity(slice_from("40")), SEVERITY_WARNING);
}

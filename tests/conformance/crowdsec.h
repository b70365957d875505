// SPDX-License-Identifier: MIT
/*
 * Reads the assertions of crowdsec's tests:
 *
 *     results["s01-parse"]["crowdsecurity/nginx-logs"][0].Evt.Parsed["status"] == "200"
 */
#ifndef OVERRUN_CONFORMANCE_CROWDSEC_H
#define OVERRUN_CONFORMANCE_CROWDSEC_H

#include <jansson.h>

/*
 * One object per parsed line with keys such as "Parsed.status", "Meta.source_ip", "StrTime"; and
 * the path of the log, the only other file of the folder that ends in .log. NULL: none.
 */
json_t *crowdsec_items(const char *path, char *ret_log, size_t size);

#endif

// SPDX-License-Identifier: MIT
/*
 * What every gateway log writes alike: request lines and address:port pairs.
 *
 *     GET /v1/pay/status?id=7 HTTP/1.1            192.0.2.7:55743   [2001:db8::7]:443   -:22222
 */
#ifndef OVERRUN_REQUEST_LINE_H
#define OVERRUN_REQUEST_LINE_H

#include "event.h"

/*
 * Fills method, path and protocol of the event. A path may contain blanks; the protocol may be
 * missing (HTTP/0.9). Nothing is filled from what is no request line (TLS bytes, "<BADREQ>", "").
 */
void request_line_read(struct slice line, struct event *event);

/*
 * Splits at the last colon. Without a port the text is the address and `ret_port` PORT_NONE;
 * brackets around an IPv6 address are taken off; "-" is no address.
 */
void endpoint_split(struct slice text, struct slice *ret_address, int32_t *ret_port);

/* An IPv4 address, or a text with two colons made of hex digits; scope ids may follow. */
bool is_address(struct slice text);

/*
 * The beginning of a line of an access log: a stamp of the common log format in its front, or a
 * JSON object. For error logs that share a stream with one (containers): it continues nothing.
 */
bool is_access_line(struct slice line);

/* An HTTP status of three digits 100–999; 0 for "-", "-1", "000" and anything else. */
static inline int32_t http_status(struct slice text)
{
	int32_t status = 0;
	for (size_t i = 0; text.size == 3 && i < 3; i++) {
		int32_t digit = text.data[i] - '0';
		if (digit < 0 || digit > 9) {
			return 0;
		}
		status = status * 10 + digit;
	}
	return status >= 100 ? status : 0;
}

#endif

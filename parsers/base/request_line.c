// SPDX-License-Identifier: MIT
/* What every gateway log writes alike: request lines and address:port pairs. */
#include "request_line.h"

enum {
	METHOD_MAX = 24,     /* "VERSION-CONTROL" is the longest registered; more is no method */
	PORT_DIGITS_MAX = 5, /* 65535 */
	PROTOCOL_LONG = 8,   /* "HTTP/1.1" */
	PROTOCOL_SHORT = 6,  /* "HTTP/2" */
	IPV4_SIZE_MIN = 7,   /* "1.2.3.4" */
	IPV4_DOTS = 3,
	ADDRESS_SIZE_MAX = 64, /* an IPv6 address with an interface name */
};

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Letters, '-' and '_'; nearly all are capitals. */
static bool is_method_byte(char byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '-' ||
	       byte == '_';
}

/* How long the method is that the line begins with, a blank behind it; 0: it begins with none. */
static size_t method_size(struct slice line)
{
	size_t size = 0;
	while (size < line.size && size <= METHOD_MAX && is_method_byte(line.data[size])) {
		size++;
	}
	return size <= METHOD_MAX && size < line.size && line.data[size] == ' ' ? size : 0;
}

/* Takes " HTTP/1.1" or " HTTP/2" off the end. */
static void cut_protocol(struct slice *rest, struct slice *ret_protocol)
{
	static const size_t sizes[] = {PROTOCOL_LONG, PROTOCOL_SHORT};
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t size = sizes[i];
		if (rest->size > size && rest->data[rest->size - size - 1] == ' ' &&
		    memcmp(rest->data + rest->size - size, "HTTP/", 5) == 0) {
			*ret_protocol = slice_make(rest->data + rest->size - size, size);
			rest->size -= size + 1;
			return;
		}
	}
}

void request_line_read(struct slice line, struct event *event)
{
	size_t size = method_size(line);
	if (size == 0) {
		return;
	}
	struct slice rest = slice_after(line, size + 1);
	cut_protocol(&rest, &event->protocol);
	event->method = slice_first(line, size);
	event->path = rest;
}

void endpoint_split(struct slice text, struct slice *ret_address, int32_t *ret_port)
{
	size_t digits = 0;
	int32_t port = 0;
	int32_t weight = 1;
	while (digits < PORT_DIGITS_MAX && digits < text.size &&
	       is_digit(text.data[text.size - 1 - digits])) {
		port += (text.data[text.size - 1 - digits] - '0') * weight;
		weight *= 10;
		digits++;
	}
	bool has_port = digits > 0 && digits < text.size && port <= UINT16_MAX &&
			text.data[text.size - 1 - digits] == ':';
	struct slice address = has_port ? slice_first(text, text.size - 1 - digits) : text;
	if (address.size >= 2 && address.data[0] == '[' && address.data[address.size - 1] == ']') {
		address = slice_make(address.data + 1, address.size - 2);
	}
	*ret_address = slice_is(address, "-") ? slice_empty() : address;
	*ret_port = has_port ? port : PORT_NONE;
}

bool is_address(struct slice text)
{
	size_t dots = 0;
	size_t colons = 0;
	text = slice_first(text, slice_find_char(slice_first(text, ADDRESS_SIZE_MAX), '%'));
	for (size_t i = 0; i < text.size; i++) {
		char byte = text.data[i];
		if (is_digit(byte)) {
			continue;
		}
		bool hex = (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
		if (!hex && byte != '.' && byte != ':') {
			return false;
		}
		dots += byte == '.';
		colons += byte == ':';
	}
	return (dots == IPV4_DOTS && colons == 0 && text.size >= IPV4_SIZE_MIN) || colons >= 2;
}

bool is_access_line(struct slice line)
{
	enum { FRONT = 256, BRACKETS = 4 }; /* virtual host, addresses of a chain of proxies */
	struct slice rest = slice_first(line, line.size < FRONT ? line.size : FRONT);
	if (slice_starts_with(rest, "{\"") || slice_starts_with(rest, "{ \"")) {
		return true;
	}
	for (int i = 0; i < BRACKETS; i++) {
		size_t at = slice_find_char(rest, '[');
		if (at >= rest.size) {
			return false;
		}
		struct stamp stamp;
		rest = slice_after(rest, at + 1);
		struct slice text = rest;
		if (stamp_eat_clf(&text, &stamp) && slice_starts_with(text, "]")) {
			return true;
		}
	}
	return false;
}

// SPDX-License-Identifier: MIT
/* Which service a request path belongs to. */
#include "services.h"

#include "pattern.h"

#include <stdlib.h>

struct service {
	char *prefix; /* owned; NULL: ask the pattern */
	size_t prefix_size;
	struct pattern *pattern;
	int64_t limits;
};

struct services {
	struct service *items;
	size_t count;
};

/* "^/v1/pay\.do" as "/v1/pay.do"; NULL when it is more than a plain beginning. */
static char *plain_prefix(const char *pattern, size_t *ret_size)
{
	if (pattern[0] != '^') {
		return NULL;
	}
	char *prefix = malloc(strlen(pattern));
	size_t size = 0;
	for (const char *at = pattern + 1; prefix != NULL && *at != '\0'; at++) {
		bool is_escape = *at == '\\';
		at += is_escape;
		bool is_letter = (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') ||
				 (*at >= 'a' && *at <= 'z');
		bool is_special = strchr("^$.[|()?*+{\\", *at) != NULL; /* also the closing NUL */
		if (is_escape ? is_letter || *at == '\0' : is_special) {
			free(prefix);
			return NULL;
		}
		prefix[size++] = *at;
	}
	*ret_size = size;
	return prefix;
}

enum status services_new(const struct plan *plan, struct services **ret_services,
			 struct error *error)
{
	struct services *services = calloc(1, sizeof *services);
	if (services != NULL) {
		services->items = calloc(plan->service_count + 1, sizeof *services->items);
	}
	if (services == NULL || services->items == NULL) {
		free(services);
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	for (size_t i = 0; i < plan->service_count; i++) {
		struct service *service = &services->items[services->count++];
		struct error cause = {0};
		const char *text = plan->services[i].pattern;
		enum status status = pattern_compile(text, &service->pattern, &cause);
		if (status != STATUS_OK) {
			services_free(services);
			return error_set(error, status, "service %s: %s", plan->services[i].name,
					 cause.message);
		}
		service->prefix = plain_prefix(text, &service->prefix_size);
	}
	*ret_services = services;
	return STATUS_OK;
}

void services_free(struct services *services)
{
	if (services == NULL) {
		return;
	}
	for (size_t i = 0; i < services->count; i++) {
		free(services->items[i].prefix);
		pattern_free(services->items[i].pattern);
	}
	free(services->items);
	free(services);
}

static bool service_takes(struct service *service, struct slice path)
{
	if (service->prefix != NULL) {
		return path.size >= service->prefix_size &&
		       memcmp(path.data, service->prefix, service->prefix_size) == 0;
	}
	enum status status = pattern_match(service->pattern, path, NULL, NULL);
	service->limits += status == STATUS_LIMIT ? 1 : 0;
	return status == STATUS_OK;
}

size_t services_find(struct services *services, struct slice path)
{
	if (services->count == 0) {
		return 1;
	}
	for (size_t i = 0; i < services->count; i++) {
		if (service_takes(&services->items[i], path)) {
			return i + 1;
		}
	}
	return 0;
}

int64_t services_limits(const struct services *services, size_t index)
{
	return services->items[index].limits;
}

// SPDX-License-Identifier: MIT
/* The case file that somebody who planned this night would have written, and its notice. */
#include "pack.h"
#include "writers.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* "a,b" as "a, b" */
static void list(FILE *out, const char *items)
{
	for (; *items != '\0'; items++) {
		fputc(*items, out);
		if (*items == ',') {
			fputc(' ', out);
		}
	}
}

static void heading(FILE *out, const struct night *night, const char *variant)
{
	fprintf(out, "# written by overrun-night from night.txt, seed %lld\n",
		(long long)night->seed);
	fprintf(out, "overrun: 1\ncase: %s%s%s\ntitle: %s\ntimezone: %s\n", night->name,
		variant == NULL ? "" : "-", variant == NULL ? "" : variant, night->title,
		night->zone);
	fprintf(out, "window: {start: %s %s, end: %s %s}\n", night->day, night->window_from,
		night->day, night->window_to);
	fprintf(out, "notice: {at: %s, file: notice.txt", night->notice);
	if (night->plan_sha256 != NULL) {
		fprintf(out, ", plan_sha256: %s", night->plan_sha256);
	}
	fputs("}\n", out);
	if (night->extension_count > 0) {
		fputs("extensions:\n", out);
	}
	for (size_t i = 0; i + 1 < night->extension_count; i += 2) {
		fprintf(out, "  - {at: %s %s, end: %s %s}\n", night->day, night->extensions[i],
			night->day, night->extensions[i + 1]);
	}
	if (night->service_count > 0) {
		fputs("restoration:\n  services:\n", out);
	}
	for (size_t i = 0; i + 1 < night->service_count; i += 2) {
		fprintf(out, "    %s: '%s'\n", night->services[i], night->services[i + 1]);
	}
}

static void roles(FILE *out, const struct night *night, const char *variant)
{
	bool roster = variant == NULL || strcmp(variant, "without-roster") != 0;

	fputs("roles:\n", out);
	for (size_t i = 0; i < night->role_count; i++) {
		const struct role *role = &night->roles[i];

		fprintf(out, "  %s:\n    actors: [%s", role->id, role->first_actor);
		if (role->actors != NULL) {
			fputs(", ", out);
			list(out, role->actors);
		}
		fputs("]\n", out);
		if (role->due_from != NULL && roster) {
			fprintf(out, "    due: [{from: %s, to: %s}]\n    presence: [%s]\n",
				role->due_from, role->due_to, role->presence);
		}
	}
}

static void optional(FILE *out, const char *key, const char *value, bool brackets)
{
	if (value == NULL) {
		return;
	}
	fprintf(out, "    %s: %s", key, brackets ? "[" : "");
	list(out, value);
	fputs(brackets ? "]\n" : "\n", out);
}

static void steps(FILE *out, const struct night *night)
{
	fputs("steps:\n", out);
	for (size_t i = 0; i < night->step_count; i++) {
		const struct step *step = &night->steps[i];

		fprintf(out, "  - id: %s\n    title: %s\n    role: %s\n    allow: %s\n", step->id,
			step->title, step->role, step->allow);
		optional(out, "after", step->after, true);
		optional(out, "quiet", step->quiet, false);
		optional(out, "approval", step->approval, false);
		optional(out, "resources", step->resources, true);
		optional(out, "expects", step->expects, true);
		optional(out, "restores", step->restores, false);
		optional(out, "check", step->check, false);
		if (step->device != NULL) {
			fprintf(out, "    activity: [{signal: config.change, host: %s}]\n",
				step->device);
		}
	}
}

static void path_of(FILE *out, const struct source *source)
{
	static const char *const endings[] = {"", ".gz", ".xz", ""};

	if (source->pack == PACK_TAR) {
		fprintf(out, "%s/%s.tar.gz", source->folder, source->name);
	} else if (source->rotations > 1) {
		fprintf(out, "%s/%s*", source->folder, source->file);
	} else {
		fprintf(out, "%s/%s%s", source->folder, source->file, endings[source->pack]);
	}
}

static void sources(FILE *out, const struct night *night)
{
	fputs("sources:\n", out);
	for (size_t i = 0; i < night->source_count; i++) {
		const struct source *source = &night->sources[i];

		if (source->hidden) {
			continue;
		}
		fputs("  - {path: '", out);
		path_of(out, source);
		fprintf(out, "', kind: %s, name: %s", source->word, source->name);
		if (source->kind == SOURCE_RECORD) {
			fputs(", format: events", out);
		} else {
			fprintf(out, ", host: %s", source->name);
		}
		if (source->utc) {
			fputs(", timezone: UTC", out);
		}
		if (source->clock != NULL) {
			fprintf(out, ", clock: %s", source->clock);
		}
		if (source->heartbeat != NULL) {
			fprintf(out, ", heartbeat: %s", source->heartbeat);
		}
		if (source->custody != NULL) {
			fprintf(out, ", custody: '%s'", source->custody);
		}
		fputs("}\n", out);
	}
}

static void rules(FILE *out, const struct night *night)
{
	static const char *const runbook[][2] = {
		{"(?<step>\\w+) begin by (?<actor>[\\w.]+)", "step.begin"},
		{"(?<step>\\w+) run by (?<actor>[\\w.]+):", "step.activity"},
		{"(?<step>\\w+) done by (?<actor>[\\w.]+)", "step.end"},
		{"(?<step>\\w+) failed by (?<actor>[\\w.]+), reason=(?<reason>\\w+)", "step.fail"},
		{"(?<step>\\w+) failed by (?<actor>[\\w.]+), reason not recorded", "step.fail"},
		{"unplanned (?<step>\\w+) after (?<after>\\w+) because (?<reason>\\w+) by "
		 "(?<actor>[\\w.]+)",
		 "step.begin"},
	};

	fputs("rules:\n", out);
	for (size_t i = 0; i < sizeof runbook / sizeof runbook[0]; i++) {
		fprintf(out, "  - {match: '^CHG-\\d+ %s', signal: %s}\n", runbook[i][0],
			runbook[i][1]);
	}
	if (night->fault_count > 0) {
		fputs("  - {match: '^ALARM (?<id>F\\d+) raised on (?<object>[\\w.-]+)', "
		      "signal: fault.open}\n"
		      "  - {match: '^ALARM (?<id>F\\d+) cleared on (?<object>[\\w.-]+)', "
		      "signal: fault.clear}\n",
		      out);
	}
}

static FILE *opened(const char *directory, const char *name)
{
	char path[1024];

	snprintf(path, sizeof path, "%s/%s", directory, name);
	pack_folders(path);
	FILE *out = fopen(path, "wb");

	if (out == NULL) {
		die("%s: %s", path, strerror(errno));
	}
	return out;
}

static void closed(FILE *out, const char *name)
{
	bool bad = ferror(out) != 0;

	if (fclose(out) != 0 || bad) {
		die("%s: not written", name);
	}
}

void case_write(const struct night *night, const char *directory, const char *variant)
{
	char name[128];

	snprintf(name, sizeof name, "case%s%s.yaml", variant == NULL ? "" : "-",
		 variant == NULL ? "" : variant);
	FILE *out = opened(directory, name);

	heading(out, night, variant);
	roles(out, night, variant);
	steps(out, night);
	sources(out, night);
	if (night->people_count > 0) {
		fputs("people: [", out);
		for (size_t i = 0; i < night->people_count; i++) {
			fprintf(out, "%s%s", i == 0 ? "" : ", ", night->people[i]);
		}
		fputs("]\n", out);
	}
	rules(out, night);
	closed(out, name);

	out = opened(directory, "notice.txt");
	fprintf(out,
		"Planned maintenance: %s\n%s %s to %s %s (%s). Card and transfer services "
		"are not available in this window.\n",
		night->title, night->day, night->window_from, night->day, night->window_to,
		night->zone);
	closed(out, "notice.txt");
}

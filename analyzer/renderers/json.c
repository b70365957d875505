// SPDX-License-Identifier: MIT
/*
 * The report as JSON, everything in it. Its schema is report.schema.json beside this file.
 */
#include "json_tables.h"
#include "renderer.h"

static void put_head(struct json *json)
{
	const struct report *report = json->report;
	json_string(json, "schema", "overrun.report/1");
	json_begin(json, "tool", '{');
	json_string(json, "name", "overrun");
	json_string(json, "version", report->version);
	json_finish(json, '}');
	json_begin(json, "case", '{');
	json_string(json, "id", report->case_id);
	json_string(json, "title", report->case_title);
	json_string(json, "sha256", report->case_sha256);
	json_finish(json, '}');
	json_begin(json, "window", '{');
	json_time(json, "start", report->window_start_at);
	json_time(json, "end", report->window_end_at);
	json_time(json, "notice", report->notice_at);
	json_begin(json, "extensions", '[');
	for (size_t i = 0; i < report->extension_count; i++) {
		json_begin(json, NULL, '{');
		json_time(json, "at", report->extensions[i].announced_at);
		json_time(json, "end", report->extensions[i].end_at);
		json_bool(json, "in_time", report->extensions[i].in_time);
		json_finish(json, '}');
	}
	json_finish(json, ']');
	json_finish(json, '}');
}

static void put_restoration(struct json *json)
{
	const struct report *report = json->report;
	json_begin(json, "restoration", '{');
	json_time(json, "at", report->restored_at);
	json_time(json, "first_success", report->first_success_at);
	json_time(json, "announced", report->announced_at);
	json_bool(json, "censored", report->censored);
	json_begin(json, "services", '[');
	for (size_t i = 0; i < report->service_count; i++) {
		const struct report_service *service = &report->services[i];
		json_begin(json, NULL, '{');
		json_string(json, "name", service->name);
		json_time(json, "at", service->at);
		json_finish(json, '}');
	}
	json_finish(json, ']');
	json_finish(json, '}');
	json_integer(json, "overrun_s", report->overrun.s);
	if (report->extended) {
		json_integer(json, "overrun_extended_s", report->overrun_extended.s);
	} else {
		json_string(json, "overrun_extended_s", NULL);
	}
	json_integer(json, "lost_s", report->lost.s);
	json_integer(json, "reserve_s", report->reserve.s);
	json_integer(json, "recovered_s", report->recovered.s);
}

static void put_causes(struct json *json)
{
	json_begin(json, "causes", '{');
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		const struct report_cause *cause = &json->report->causes[i];
		json_begin(json, cause->name, '{');
		json_integer(json, "headline_s", cause->headline.s);
		json_integer(json, "chronological_s", cause->chronological.s);
		json_integer(json, "shapley_s", cause->shapley.s);
		json_begin(json, "range_s", '[');
		json_integer(json, NULL, cause->least.s);
		json_integer(json, NULL, cause->greatest.s);
		json_finish(json, ']');
		json_integer(json, "lost_s", cause->lost.s);
		json_integer(json, "gross_s", cause->gross.s);
		json_time(json, "but_for_end", cause->but_for_end_at);
		json_string(json, "grade", cause->grade);
		json_finish(json, '}');
	}
	json_finish(json, '}');
	json_begin(json, "but_for", '{');
	for (size_t i = 0; i < json->report->but_for_count; i++) {
		json_time(json, json->report->but_for[i].causes, json->report->but_for[i].end_at);
	}
	json_finish(json, '}');
}

static void put_verdict(struct json *json, enum language language)
{
	char text[WORDS_SENTENCE_SIZE];
	words_verdict(language, json->report, text);
	json_begin(json, "verdict", '{');
	json_string(json, "main_cause", json->report->main_cause);
	json_string(json, "reason", json->report->reason);
	json_string(json, "text", text);
	json_finish(json, '}');
}

static void put_span(struct json *json, const struct report_span *span)
{
	json_begin(json, NULL, '{');
	json_time(json, "from", span->from_at);
	json_time(json, "to", span->to_at);
	json_string(json, "step", span->step);
	if (span->step == NULL) {
		json_string(json, "attempt", NULL);
	} else {
		json_integer(json, "attempt", span->attempt);
	}
	json_string(json, "state", span->lost ? "lost" : "planned");
	json_begin(json, "leaves", '[');
	for (size_t i = 0; i < span->leaf_count; i++) {
		json_string(json, NULL, span->leaves[i]);
	}
	json_finish(json, ']');
	json_begin(json, "causes", '[');
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		if (span->causes[i]) {
			json_string(json, NULL, json->report->causes[i].name);
		}
	}
	json_finish(json, ']');
	json_string(json, "grade", span->grade);
	json_fraction(json, "weight", span->weight, span->weights);
	json_evidence(json, &span->evidence);
	json_finish(json, '}');
}

static enum status render_json(const struct report *report, const struct render_options *options,
			       FILE *out, struct error *error)
{
	struct json json = {out, report, 0, false};
	json_begin(&json, NULL, '{');
	put_head(&json);
	put_restoration(&json);
	put_causes(&json);
	put_verdict(&json, options->language);
	json_begin(&json, "path", '[');
	for (size_t i = 0; i < report->path_count; i++) {
		put_span(&json, &report->path[i]);
	}
	json_finish(&json, ']');
	json_tables(&json, options->language);
	json_finish(&json, '}');
	return renderer_finish(out, error);
}

const struct renderer json_renderer = {
	.name = "json",
	.ending = ".json",
	.title = "everything, for programs (schema overrun.report/1)",
	.render = render_json,
};

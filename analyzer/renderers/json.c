// SPDX-License-Identifier: MIT
/*
 * The report as JSON, everything in it. Its schema is report.schema.json beside this file.
 */
#include "json_tables.h"
#include "renderer.h"

static void put_head(struct json *json)
{
	const struct report *report = json->report;
	json_text(json, "schema", "overrun.report/1");
	json_open(json, "tool", '{');
	json_text(json, "name", "overrun");
	json_text(json, "version", report->version);
	json_close(json, '}');
	json_open(json, "case", '{');
	json_text(json, "id", report->case_id);
	json_text(json, "title", report->case_title);
	json_text(json, "sha256", report->case_sha256);
	json_close(json, '}');
	json_open(json, "window", '{');
	json_time(json, "start", report->window_start_at);
	json_time(json, "end", report->window_end_at);
	json_time(json, "notice", report->notice_at);
	json_open(json, "extensions", '[');
	for (size_t i = 0; i < report->extension_count; i++) {
		json_open(json, NULL, '{');
		json_time(json, "at", report->extensions[i].announced_at);
		json_time(json, "end", report->extensions[i].end_at);
		json_bool(json, "in_time", report->extensions[i].in_time);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
}

static void put_restoration(struct json *json)
{
	const struct report *report = json->report;
	json_open(json, "restoration", '{');
	json_time(json, "at", report->restored_at);
	json_time(json, "first_success", report->first_success_at);
	json_time(json, "announced", report->announced_at);
	json_bool(json, "censored", report->censored);
	json_open(json, "services", '[');
	for (size_t i = 0; i < report->service_count; i++) {
		const struct report_service *service = &report->services[i];
		json_open(json, NULL, '{');
		json_text(json, "name", service->name);
		json_time(json, "at", service->at);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_close(json, '}');
	json_integer(json, "overrun_s", report->overrun.s);
	if (report->extended) {
		json_integer(json, "overrun_extended_s", report->overrun_extended.s);
	} else {
		json_text(json, "overrun_extended_s", NULL);
	}
	json_integer(json, "lost_s", report->lost.s);
	json_integer(json, "reserve_s", report->reserve.s);
	json_integer(json, "recovered_s", report->recovered.s);
}

static void put_causes(struct json *json)
{
	json_open(json, "causes", '{');
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		const struct report_cause *cause = &json->report->causes[i];
		json_open(json, cause->name, '{');
		json_integer(json, "headline_s", cause->headline.s);
		json_integer(json, "chronological_s", cause->chronological.s);
		json_integer(json, "shapley_s", cause->shapley.s);
		json_open(json, "range_s", '[');
		json_integer(json, NULL, cause->least.s);
		json_integer(json, NULL, cause->greatest.s);
		json_close(json, ']');
		json_integer(json, "lost_s", cause->lost.s);
		json_integer(json, "gross_s", cause->gross.s);
		json_time(json, "but_for_end", cause->but_for_end_at);
		json_text(json, "grade", cause->grade);
		json_close(json, '}');
	}
	json_close(json, '}');
	json_open(json, "but_for", '{');
	for (size_t i = 0; i < json->report->but_for_count; i++) {
		json_time(json, json->report->but_for[i].causes, json->report->but_for[i].end_at);
	}
	json_close(json, '}');
}

static void put_verdict(struct json *json, enum language language)
{
	char text[WORDS_SENTENCE_SIZE];
	words_verdict(language, json->report, text);
	json_open(json, "verdict", '{');
	json_text(json, "main_cause", json->report->main_cause);
	json_text(json, "reason", json->report->reason);
	json_text(json, "text", text);
	json_close(json, '}');
}

static void put_span(struct json *json, const struct report_span *span)
{
	json_open(json, NULL, '{');
	json_time(json, "from", span->from_at);
	json_time(json, "to", span->to_at);
	json_text(json, "step", span->step);
	if (span->step == NULL) {
		json_text(json, "attempt", NULL);
	} else {
		json_integer(json, "attempt", span->attempt);
	}
	json_text(json, "state", span->lost ? "lost" : "planned");
	json_open(json, "leaves", '[');
	for (size_t i = 0; i < span->leaf_count; i++) {
		json_text(json, NULL, span->leaves[i]);
	}
	json_close(json, ']');
	json_open(json, "causes", '[');
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		if (span->causes[i]) {
			json_text(json, NULL, json->report->causes[i].name);
		}
	}
	json_close(json, ']');
	json_text(json, "grade", span->grade);
	json_fraction(json, "weight", span->weight, span->weights);
	json_evidence(json, &span->evidence);
	json_close(json, '}');
}

static enum status render_json(const struct report *report, const struct render_options *options,
			       FILE *out, struct error *error)
{
	struct json json = {out, report, 0, false};
	json_open(&json, NULL, '{');
	put_head(&json);
	put_restoration(&json);
	put_causes(&json);
	put_verdict(&json, options->language);
	json_open(&json, "path", '[');
	for (size_t i = 0; i < report->path_count; i++) {
		put_span(&json, &report->path[i]);
	}
	json_close(&json, ']');
	json_tables(&json, options->language);
	json_close(&json, '}');
	return renderer_finish(out, error);
}

const struct renderer json_renderer = {
	.name = "json",
	.ending = ".json",
	.title = "everything, for programs (schema overrun.report/1)",
	.render = render_json,
};

// SPDX-License-Identifier: MIT
/*
 * The vocabulary: what an event can mean to an operation.
 *
 * Formats map their vendor's message ids to these words, rules of the case file add the rest.
 * What no format and no rule knows is SIGNAL_LOG, never a guess. The words are a public contract
 * (case file, database, reports); the numbers are not and may change between versions.
 */
#ifndef OVERRUN_SIGNAL_H
#define OVERRUN_SIGNAL_H

#include "slice.h"

/* One row per signal: the constant and the word. clang-format sees no rows here: off. */
// clang-format off
#define SIGNAL_TABLE(row) \
	row(SIGNAL_LOG, "log") \
	row(SIGNAL_REQUEST, "request") \
	row(SIGNAL_FLOW, "flow") \
	row(SIGNAL_STEP_BEGIN, "step.begin") \
	row(SIGNAL_STEP_ACTIVITY, "step.activity") \
	row(SIGNAL_STEP_END, "step.end") \
	row(SIGNAL_STEP_FAIL, "step.fail") \
	row(SIGNAL_FAULT_OPEN, "fault.open") \
	row(SIGNAL_FAULT_CLEAR, "fault.clear") \
	row(SIGNAL_ALERT_SENT, "alert.sent") \
	row(SIGNAL_RESPONSE_ACK, "response.ack") \
	row(SIGNAL_APPROVAL_ASKED, "approval.asked") \
	row(SIGNAL_APPROVAL_GIVEN, "approval.given") \
	row(SIGNAL_DECISION_ASKED, "decision.asked") \
	row(SIGNAL_DECISION_GIVEN, "decision.given") \
	row(SIGNAL_PRESENCE_IN, "presence.in") \
	row(SIGNAL_PRESENCE_OUT, "presence.out") \
	row(SIGNAL_CALLOUT_SENT, "callout.sent") \
	row(SIGNAL_CALLOUT_ARRIVED, "callout.arrived") \
	row(SIGNAL_WAIT_BEGIN, "wait.begin") \
	row(SIGNAL_WAIT_END, "wait.end") \
	row(SIGNAL_PROGRESS_SLOW, "progress.slow") \
	row(SIGNAL_PROGRESS_NORMAL, "progress.normal") \
	row(SIGNAL_HANDOFF_NOTIFIED, "handoff.notified") \
	row(SIGNAL_WORK_ANNOUNCED, "work.announced") \
	row(SIGNAL_WORK_COMPLETED, "work.completed") \
	row(SIGNAL_WINDOW_EXTENDED, "window.extended") \
	row(SIGNAL_OPERATOR_LOGIN, "operator.login") \
	row(SIGNAL_OPERATOR_LOGOUT, "operator.logout") \
	row(SIGNAL_OPERATOR_LOGIN_FAILED, "operator.login_failed") \
	row(SIGNAL_OPERATOR_COMMAND, "operator.command") \
	row(SIGNAL_CONFIG_CHANGE, "config.change") \
	row(SIGNAL_CONFIG_COMMIT_BEGIN, "config.commit.begin") \
	row(SIGNAL_CONFIG_COMMIT_OK, "config.commit.ok") \
	row(SIGNAL_CONFIG_COMMIT_FAIL, "config.commit.fail") \
	row(SIGNAL_CONFIG_ROLLBACK, "config.rollback") \
	row(SIGNAL_POLICY_PUSH_BEGIN, "policy.push.begin") \
	row(SIGNAL_POLICY_PUSH_OK, "policy.push.ok") \
	row(SIGNAL_POLICY_PUSH_FAIL, "policy.push.fail") \
	row(SIGNAL_DEVICE_REBOOT, "device.reboot") \
	row(SIGNAL_DEVICE_UP, "device.up") \
	row(SIGNAL_DEVICE_DOWN, "device.down") \
	row(SIGNAL_DEVICE_CRASH, "device.crash") \
	row(SIGNAL_HA_FAILOVER, "ha.failover") \
	row(SIGNAL_HA_PEER_DOWN, "ha.peer.down") \
	row(SIGNAL_HA_PEER_UP, "ha.peer.up") \
	row(SIGNAL_HA_SYNC_BEGIN, "ha.sync.begin") \
	row(SIGNAL_HA_SYNC_OK, "ha.sync.ok") \
	row(SIGNAL_HA_SYNC_FAIL, "ha.sync.fail") \
	row(SIGNAL_LINK_DOWN, "link.down") \
	row(SIGNAL_LINK_UP, "link.up") \
	row(SIGNAL_TUNNEL_DOWN, "tunnel.down") \
	row(SIGNAL_TUNNEL_UP, "tunnel.up") \
	row(SIGNAL_PEER_DOWN, "peer.down") \
	row(SIGNAL_PEER_UP, "peer.up") \
	row(SIGNAL_HEALTH_DOWN, "health.down") \
	row(SIGNAL_HEALTH_UP, "health.up") \
	row(SIGNAL_TABLE_FULL, "table.full") \
	row(SIGNAL_TABLE_NORMAL, "table.normal") \
	row(SIGNAL_RESOURCE_HIGH, "resource.high") \
	row(SIGNAL_RESOURCE_NORMAL, "resource.normal") \
	row(SIGNAL_POOL_EXHAUSTED, "pool.exhausted") \
	row(SIGNAL_POOL_NORMAL, "pool.normal") \
	row(SIGNAL_UPSTREAM_TIMEOUT, "upstream.timeout") \
	row(SIGNAL_UPSTREAM_REFUSED, "upstream.refused") \
	row(SIGNAL_UPSTREAM_ERROR, "upstream.error") \
	row(SIGNAL_UPSTREAM_NONE, "upstream.none") \
	row(SIGNAL_UPDATE_OK, "update.ok") \
	row(SIGNAL_UPDATE_FAIL, "update.fail") \
	row(SIGNAL_SERVICE_START, "service.start") \
	row(SIGNAL_SERVICE_READY, "service.ready") \
	row(SIGNAL_SERVICE_STOP, "service.stop") \
	row(SIGNAL_SERVICE_CRASH, "service.crash") \
	row(SIGNAL_SERVICE_DRAIN, "service.drain") \
	row(SIGNAL_SERVICE_RELOAD, "service.reload") \
	row(SIGNAL_SERVICE_RECOVERY, "service.recovery") \
	row(SIGNAL_DEPLOY_BEGIN, "deploy.begin") \
	row(SIGNAL_DEPLOY_OK, "deploy.ok") \
	row(SIGNAL_DEPLOY_FAIL, "deploy.fail") \
	row(SIGNAL_CLOCK_STEP, "clock.step") \
	row(SIGNAL_LOG_GAP, "log.gap") \
	row(SIGNAL_AUTH_FAIL, "auth.fail")
/* clang-format on */
// clang-format on

#define SIGNAL_CONSTANT(constant, word) constant,
enum signal { SIGNAL_TABLE(SIGNAL_CONSTANT) SIGNAL_COUNT };
#undef SIGNAL_CONSTANT

/* The word of a signal: "config.commit.ok". */
const char *signal_name(enum signal signal);

/* Finds a signal by its word; false when there is no such word. */
bool signal_find(struct slice word, enum signal *ret_signal);

/* The word nearest to a misspelt one (by edit distance), or NULL when none is near. */
const char *signal_nearest(struct slice word);

#endif

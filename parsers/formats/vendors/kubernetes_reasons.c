// SPDX-License-Identifier: MIT
/* What the reasons of Kubernetes' events mean. */
#include "kubernetes_reasons.h"

static const struct {
	const char *reason;
	const char *text; /* must stand in the message, or NULL */
	enum signal signal;
	const char *part;
} reasons[] = {
	{"Unhealthy", "probe failed", SIGNAL_HEALTH_DOWN, NULL}, /* Q */
	{"Unhealthy", "probe errored", SIGNAL_HEALTH_DOWN, NULL},
	{"Killing", "will be restarted", SIGNAL_SERVICE_CRASH, NULL},
	{"Killing", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"Started", "tarted container", SIGNAL_SERVICE_START, NULL},
	{"Started", "ontainer started", SIGNAL_SERVICE_START, NULL},
	{"BackOff", "restarting failed container", SIGNAL_SERVICE_CRASH, NULL},
	{"CrashLoopBackOff", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"OOMKilled", NULL, SIGNAL_RESOURCE_HIGH, "memory"},
	{"Error", "exit", SIGNAL_SERVICE_CRASH, NULL},
	{"FailedPostStartHook", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"FailedPreStopHook", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"ContainerDied", NULL, SIGNAL_SERVICE_CRASH, NULL},
	{"OOMKilling", NULL, SIGNAL_RESOURCE_HIGH, "memory"},
	{"SystemOOM", NULL, SIGNAL_RESOURCE_HIGH, "memory"},
	{"Evicted", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"TaintManagerEviction", "Marking for deletion", SIGNAL_SERVICE_STOP, NULL},
	{"NodeNotReady", NULL, SIGNAL_HEALTH_DOWN, NULL},
	{"NodeReady", NULL, SIGNAL_HEALTH_UP, NULL},
	{"NetworkNotReady", NULL, SIGNAL_HEALTH_DOWN, NULL},
	{"NodeControllerEviction", NULL, SIGNAL_SERVICE_STOP, NULL},
	{"NodeHasDiskPressure", NULL, SIGNAL_RESOURCE_HIGH, "disk"},
	{"NodeHasNoDiskPressure", NULL, SIGNAL_RESOURCE_NORMAL, "disk"},
	{"NodeHasInsufficientMemory", NULL, SIGNAL_RESOURCE_HIGH, "memory"},
	{"NodeHasMemoryPressure", NULL, SIGNAL_RESOURCE_HIGH, "memory"},
	{"NodeHasSufficientMemory", NULL, SIGNAL_RESOURCE_NORMAL, "memory"},
	{"NodeHasInsufficientPID", NULL, SIGNAL_TABLE_FULL, "processes"},
	{"NodeHasPIDPressure", NULL, SIGNAL_TABLE_FULL, "processes"},
	{"NodeHasSufficientPID", NULL, SIGNAL_TABLE_NORMAL, "processes"},
	{"EvictionThresholdMet", NULL, SIGNAL_RESOURCE_HIGH, NULL},
	{"Rebooted", "has been rebooted", SIGNAL_DEVICE_REBOOT, NULL},
	{"Starting", "tarting kubelet", SIGNAL_SERVICE_START, "kubelet"},
	{"ScalingReplicaSet", "Scaled up", SIGNAL_DEPLOY_BEGIN, NULL},
	{"DeploymentRollback", NULL, SIGNAL_CONFIG_ROLLBACK, NULL},
	{"ProgressDeadlineExceeded", NULL, SIGNAL_DEPLOY_FAIL, NULL},
	{"Failed", "Failed to pull image", SIGNAL_DEPLOY_FAIL, NULL},
	{"ErrImagePull", NULL, SIGNAL_DEPLOY_FAIL, NULL},
	{"ImagePullBackOff", NULL, SIGNAL_DEPLOY_FAIL, NULL},
	{"BackOff", "Back-off pulling image", SIGNAL_DEPLOY_FAIL, NULL},
	{"FailedCreatePodSandBox", NULL, SIGNAL_DEPLOY_FAIL, NULL},
	{"FailedMount", NULL, SIGNAL_DEPLOY_FAIL, NULL}, /* F */
	{"FailedAttachVolume", NULL, SIGNAL_DEPLOY_FAIL, NULL},
	{"FailedScheduling", NULL, SIGNAL_POOL_EXHAUSTED, NULL},
	{"Scheduled", "uccessfully assigned", SIGNAL_POOL_NORMAL, NULL},
	{"OperationStarted", NULL, SIGNAL_DEPLOY_BEGIN, NULL},
	{"OperationCompleted", "succeeded", SIGNAL_DEPLOY_OK, NULL},
	{"OperationCompleted", "failed", SIGNAL_DEPLOY_FAIL, NULL},
	{"ReconciliationSucceeded", NULL, SIGNAL_DEPLOY_OK, NULL},
	{"ReconciliationFailed", NULL, SIGNAL_DEPLOY_FAIL, NULL},
	{"LeaderElection", "became leader", SIGNAL_HA_FAILOVER, NULL},
	{"RELOAD", "NGINX reload", SIGNAL_SERVICE_RELOAD, NULL},
};

void kubernetes_reason_read(struct slice reason, struct slice message, struct event *event)
{
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		if (slice_is(reason, reasons[i].reason) &&
		    (reasons[i].text == NULL || slice_contains(message, reasons[i].text))) {
			event->signal = reasons[i].signal;
			if (reasons[i].part != NULL) {
				event->part = slice_from(reasons[i].part);
				event->object = slice_empty(); /* host:part says it better */
			}
			return;
		}
	}
}

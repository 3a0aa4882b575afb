"""The one table of periodic work. Beat keeps it in the database, where the admin may change when a task runs."""

from dataclasses import dataclass

from django_celery_beat.models import IntervalSchedule, PeriodicTask


@dataclass(frozen=True, slots=True)
class PeriodicWork:
    """A task by name, how often it runs, and what it is for."""

    name: str
    task: str
    seconds: int
    description: str

    @property
    def expire_seconds(self) -> int:
        """How long a sent task is good for: where no worker is there, the next ones make up for it."""
        return 2 * self.seconds


PERIODIC_WORK = (
    PeriodicWork(
        name="补算待计算项",
        task="tracker.drain_pending_calculations",
        seconds=30,
        description="消息中间件丢失的任务在这里补上：发布后未能触发的增速、排名计算。",
    ),
    PeriodicWork(
        name="封存审计记录",
        task="indicators.seal_audit_entries",
        seconds=60,
        description="把新的审计记录按顺序接入哈希链；超过 15 分钟未封存，verify 会报告。",
    ),
    PeriodicWork(
        name="开放填报",
        task="indicators.open_returns",
        seconds=600,
        description="期末后到开放日，为每张报表的每个填报单位建立填报表；已有的不重复建立。",
    ),
    PeriodicWork(
        name="催报",
        task="indicators.remind_clerks",
        seconds=3600,
        description="临近截止和逾期未报的，给填报人发待办提醒；每张表每天一次。",
    ),
    PeriodicWork(
        name="发送待办邮件",
        task="indicators.mail_inbox",
        seconds=60,
        description="配置了邮件服务器（EMAIL_URL）时，把新待办发到账号的电子邮箱；没有配置则不做任何事。",
    ),
    PeriodicWork(
        name="发送通报",
        task="tracker.send_bulletins",
        seconds=30,
        description="把已签发并解禁的通报放进收件人的待办；配置了邮件服务器时发出邮件，失败的按间隔重试。",
    ),
    PeriodicWork(
        name="续做通报",
        task="tracker.resume_bulletin_runs",
        seconds=30,
        description="任务进程中断时没有做完的通报，一分钟后在这里从头再做；同一期仍只有一份。",
    ),
    PeriodicWork(
        name="续做评分",
        task="tracker.resume_scoring_runs",
        seconds=30,
        description="任务进程中断时没有做完的亩产评价评分，一分钟后在这里从头再做；此前的评分卡在做完前不变。",
    ),
    PeriodicWork(
        name="核对已签发的通报",
        task="tracker.tell_outdated_bulletins",
        seconds=60,
        description="已签发的通报所据的数据更正后，提醒审定发布岗出更正稿；每份只提醒一次。",
    ),
    PeriodicWork(
        name="提醒联审和问题",
        task="projects.remind_review_steps",
        seconds=86_400,
        description="联审步骤、条件和项目问题逾期未办的，给责任人发待办提醒；尚未办结的提醒不重复发。",
    ),
    PeriodicWork(
        name="更新盘活指标",
        task="projects.follow_land_indicators",
        seconds=86400,
        description="按盘活处置台账更新累计盘活指标：处置录入后随即更新，这里补上新结束的一期和被填报表占住的数据。",
    ),
    PeriodicWork(
        name="清理过期会话",
        task="config.clear_sessions",
        seconds=3600,
        description="删除数据库中已过期的登录会话。",
    ),
)


def ensure_periodic_work() -> int:
    """Add what the table has and the database lacks; what staff changed stays. Returns how many were added."""
    added = 0
    for work in PERIODIC_WORK:
        if not PeriodicTask.objects.filter(task=work.task).exists():
            interval, _ = IntervalSchedule.objects.get_or_create(every=work.seconds, period=IntervalSchedule.SECONDS)
            PeriodicTask.objects.create(
                name=work.name,
                task=work.task,
                interval=interval,
                expire_seconds=work.expire_seconds,
                description=work.description,
            )
            added += 1
    return added

"""What the audit trail tells of: a code for programs, and its words."""

from __future__ import annotations

from sifund.text import Text

EVENTS = {
    "login": Text("登录后打开会话", "opened a session, logged in"),
    "logout": Text("已退出登录", "logged out"),
    "refused": Text("被拒绝", "was refused"),
    "scenario.saved": Text("保存方案", "saved a scenario"),
    "scenario.deleted": Text("删除方案", "deleted a scenario"),
    "scenario.undeleted": Text("恢复已删除的方案", "brought a scenario back"),
    "dataset.used": Text("在会话中使用上传的数据集", "used an uploaded dataset in a session"),
    "dataset.kept": Text("保存数据集", "kept a dataset"),
    "dataset.current": Text("改换现用版本", "made a version current"),
    "dataset.deleted": Text("删除数据集版本", "deleted a version of a dataset"),
    "dataset.undeleted": Text("恢复数据集版本", "brought a version of a dataset back"),
    "finding.accepted": Text("接受疑点", "accepted a finding"),
    "finding.withdrawn": Text("撤回对疑点的接受", "withdrew an acceptance"),
    "results.entered": Text("交回核查结果", "entered results of checking"),
    "results.withdrawn": Text("撤回核查结果", "withdrew results of checking"),
    "download": Text("下载文件", "downloaded a file"),
    "records.exported": Text("导出明细", "exported records"),
    "role": Text("分配角色", "gave a role"),
    "backup": Text("备份", "made a backup"),
    "restore": Text("从备份恢复", "restored a backup"),
}
"""Nothing of a scenario's content: its id and version, a dataset's code and version, a file's name and how many rows it
holds, a role, what was refused; of results the check that they belong to and how many."""

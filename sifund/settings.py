"""Every setting that the program reads of its environment: declared here, read by `read`, listed in docs/operations.md."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from tempfile import mkdtemp

from sifund.problem import Problem, problem
from sifund.text import Text, same

PREFIX = "SIFUND_"


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable of the environment: what it says, and what holds without it: a value, or words where that is a rule. `fits` is
    whether a value can be used, `must` what one that can not should be, and what holds until then."""

    name: str
    meaning: Text
    default: Text | str
    fits: Callable[[str], object] = bool
    must: Text | None = None

    def read(self) -> str:
        """What it is set to; where it is not set, or set to nothing, its default, which is empty where that is a rule."""
        return os.environ.get(self.name, "").strip() or (self.default if isinstance(self.default, str) else "")

    def problem(self) -> Problem | None:
        """That what it is set to cannot be used, where that is so."""
        given = self.read()
        if not given or self.must is None or self.fits(given):
            return None
        says = "“{value}”无法使用：应为{must}。", 'cannot use "{value}": it must be {must}.'
        return problem("setting", self.name, *says, value=given, must=self.must)

    @property
    def row(self) -> str:
        """Its row of the table in docs/operations.md."""
        default = same(f"`{self.default}`") if isinstance(self.default, str) else self.default
        words = " / ".join(dict.fromkeys((default.zh, default.en)))
        return f"| `{self.name}` | {words} | {self.meaning.zh} {self.meaning.en} |"


def _may_be_folder(words: str) -> bool:
    path = Path(words).absolute()
    try:
        nearest = next(place for place in (path, *path.parents) if place.exists())
        return nearest.is_dir() and (nearest == path or _has_room(nearest))
    except OSError:
        return False


def _has_room(folder: Path) -> bool:
    """Whether a folder can be made in it: this user may write there, and it lies on a disk. Raises OSError where it does not say
    how large it is, as network disks may not and what is no disk, and makes none when tried."""
    disk = os.statvfs(folder)
    may = os.access(folder, os.W_OK | os.X_OK) and not disk.f_flag & os.ST_RDONLY
    if may and not disk.f_blocks:
        os.rmdir(mkdtemp(dir=folder))
    return may


def networks(words: str) -> list[IPv4Network | IPv6Network]:
    """The addresses and networks that words list with commas; none where one of them is no such thing."""
    try:
        return [ip_network(part.strip(), strict=False) for part in words.split(",") if part.strip()]
    except ValueError:
        return []


_NAMES = re.compile(r"(\*|(\*\.)?[\w.-]+|\[[0-9a-fA-F:.]+\])(\s*,\s*(\*|(\*\.)?[\w.-]+|\[[0-9a-fA-F:.]+\]))*[\s,]*")
_FOLDER = Text("能够到达或新建的目录，不是文件", "a folder that can be reached or made, not a file")
HOME = Setting(
    "SIFUND_HOME",
    Text("保存的方案（SQLite文件）和数据集所在的目录。", "Folder of saved scenarios (a SQLite file) and of datasets."),
    Text("`local`；安装后为用户数据目录", "`local`; installed: the user's data folder"),
    _may_be_folder,
    _FOLDER,
)
DATA = Setting(
    "SIFUND_DATA",
    Text(
        "本单位数据集所在的目录，先于随程序提供的。", "Folder of your own datasets, looked at before the shipped ones."
    ),
    Text("`SIFUND_HOME` 下的 `datasets`", "`datasets` in `SIFUND_HOME`"),
    _may_be_folder,
    _FOLDER,
)
QUOTA_MB = Setting(
    "SIFUND_QUOTA_MB",
    Text("保存的数据集最多占多少兆字节。", "Megabytes that kept datasets may take."),
    same("`1000`"),
    re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?").fullmatch,
    Text("兆字节数，例如1000；现按默认的1000 MB", "a number of megabytes, say 1000; until then 1000 MB hold"),
)
RECORDS = Setting(
    "SIFUND_RECORDS",
    Text("明细所在的目录，每个子目录一份。", "Folder of records, each in a folder of its own."),
    same("—"),
    os.path.isdir,
    Text("已有的目录；现在没有明细可看", "a folder that is there; until then no records are shown"),
)
HOSTS = Setting(
    "SIFUND_HOSTS",
    Text("可用来访问的主机名，逗号分隔。", "Names that it may be reached by, with commas."),
    Text("本机的名称和地址", "the machine's own names and addresses"),
    _NAMES.fullmatch,
    Text(
        "主机名，逗号分隔，不带 https:// 和端口；否则没有请求会被接受",
        "host names with commas, without https:// and port; no request is addressed to anything else",
    ),
)
DATABASE_URL = Setting(
    "SIFUND_DATABASE_URL",
    Text("改用PostgreSQL保存方案时的地址。", "Address of the PostgreSQL that keeps saved scenarios instead."),
    same("—"),
)
LOGIN = Setting(
    "SIFUND_LOGIN",
    Text(
        "登录方式：`proxy`、`oidc`，或 `off`（不登录）。", "How people log in: `proxy`, `oidc`, or `off` (nobody does)."
    ),
    Text("本机不登录，别处不服务", "nobody does on the machine itself, and nobody is served elsewhere"),
)
PROXY = Setting(
    "SIFUND_PROXY",
    Text("可信代理的地址或网段，逗号分隔。", "Addresses or networks of the trusted proxy, with commas."),
    same("—"),
    networks,
    Text("地址或网段，例如10.0.0.2", "addresses or networks, say 10.0.0.2"),
)
PROXY_HEADER = Setting(
    "SIFUND_PROXY_HEADER",
    Text("可信代理写入用户名的请求头。", "Header in which the trusted proxy names the user."),
    "X-Remote-User",
    re.compile(r"[\w-]+", re.ASCII).fullmatch,
    Text("请求头的名称，例如X-Remote-User", "the name of a header, say X-Remote-User"),
)
OIDC_URL = Setting(
    "SIFUND_OIDC_URL",
    Text(
        "身份提供方的元数据地址（`.well-known/openid-configuration`）。",
        "The provider's metadata (`.well-known/openid-configuration`).",
    ),
    same("—"),
)
OIDC_CLIENT = Setting(
    "SIFUND_OIDC_CLIENT", Text("在身份提供方登记的客户端。", "The client as the provider knows it."), same("—")
)
OIDC_SECRET = Setting("SIFUND_OIDC_SECRET", Text("该客户端的密钥。", "That client's secret."), same("—"))
OIDC_CLAIM = Setting(
    "SIFUND_OIDC_CLAIM", Text("取作用户名的声明。", "The claim that is taken for the user name."), "email"
)
ADDRESS = Setting(
    "SIFUND_ADDRESS",
    Text(
        "用户访问的地址，如 `https://funds.example`；回调为其后加 `/oauth2callback`。",
        "Where people reach it, say `https://funds.example`; the provider returns to `/oauth2callback` there.",
    ),
    same("—"),
)
COOKIE_SECRET = Setting(
    "SIFUND_COOKIE_SECRET",
    Text(
        "登录状态的签名密钥，至少32个字符，各副本相同。",
        "Signs who is logged in; at least 32 characters, the same for all replicas.",
    ),
    same("—"),
)
ADMINISTRATORS = Setting(
    "SIFUND_ADMINISTRATORS",
    Text("系统管理员的用户名，逗号分隔。", "User names of administrators, with commas."),
    same("—"),
)
ROLE = Setting(
    "SIFUND_ROLE",
    Text(
        "没有分配角色的用户的角色：`none`、`viewer`、`analyst`、`steward`。",
        "Role of whoever was given none: `none`, `viewer`, `analyst` or `steward`.",
    ),
    "viewer",
    re.compile("none|viewer|analyst|steward").fullmatch,
    Text("none、viewer、analyst或steward；现按viewer", "none, viewer, analyst or steward; until then viewer holds"),
)
LOG = Setting(
    "SIFUND_LOG",
    Text("每个请求一行日志（JSON）：`on` 或 `off`。", "One line of log a request (JSON): `on` or `off`."),
    Text("输出到终端时 `off`，否则 `on`", "`off` on a terminal, else `on`"),
    re.compile("on|off", re.IGNORECASE).fullmatch,
    Text("on或off；现按默认", "on or off; until then the default holds"),
)
SETTINGS = (
    HOME,
    DATA,
    QUOTA_MB,
    RECORDS,
    HOSTS,
    DATABASE_URL,
    LOGIN,
    PROXY,
    PROXY_HEADER,
    OIDC_URL,
    OIDC_CLIENT,
    OIDC_SECRET,
    OIDC_CLAIM,
    ADDRESS,
    COOKIE_SECRET,
    ADMINISTRATORS,
    ROLE,
    LOG,
)
UNKNOWN = Text(
    "环境变量{name}不是本程序的设置，没有读取；全部设置见 docs/operations.md。",
    "{name} is no setting of this program and is not read; docs/operations.md lists all of them.",
)
NEAR = Text(
    "环境变量{name}不是本程序的设置，没有读取；是不是想写{near}？",
    "{name} is no setting of this program and is not read; did you mean {near}?",
)


def unknown(environment: Mapping[str, str] = os.environ) -> Iterator[Text]:
    """That a variable looks like a setting of this program and is none; its value is not repeated."""
    names = [setting.name for setting in SETTINGS]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in names:
            near = difflib.get_close_matches(name, names, 1, cutoff=0.8)
            yield NEAR.format(name=name, near=near[0]) if near else UNKNOWN.format(name=name)


def unusable() -> list[Problem]:
    """What settings are set to and cannot be used."""
    return [wrong for setting in SETTINGS if (wrong := setting.problem())]

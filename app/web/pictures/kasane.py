"""Kasane: sets of colours that are worn together."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kasane:
    """A ground, its shade and its tint, one accent, and the ink that reads on ground and shade."""

    ground: str
    shade: str
    tint: str
    accent: str
    ink: str


KASANE = {
    "kaki": Kasane("#E2703A", "#7B2B17", "#FBE3CF", "#2B4467", "#FFF8EF"),
    "ai": Kasane("#2F5073", "#17293F", "#DDE8F0", "#E9A23B", "#F7F3EA"),
    "matsu": Kasane("#4B7F67", "#1F4234", "#E3EFE2", "#E2703A", "#F9F6EC"),
    "fuji": Kasane("#8377B4", "#3D3468", "#EBE6F4", "#F0B63E", "#FBF8F2"),
    "yamabuki": Kasane("#E0A32E", "#704708", "#FFF0CC", "#B4391B", "#FFF8EF"),
    "ume": Kasane("#D6617B", "#6E1F39", "#FBE2E6", "#3F7D69", "#FFF6F4"),
    "asagi": Kasane("#4E97A1", "#17434B", "#DCEEEE", "#D9543A", "#F6FAF6"),
    "nezu": Kasane("#7F7A74", "#37332F", "#ECE7DE", "#B93E1C", "#FBF8F2"),
}

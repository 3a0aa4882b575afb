// How to read and how to use the sheet.

import { element } from "./elements.js";

const SIGNS = "空白＝未填　—＝无数据（输入 - 即可）　0＝零　× ＝不要求填报　✕ 错误须改正　! 需核实并说明　✓ 已说明　注 有说明　未 没有保存　推算增速：累计指标为名义增速，非公布数";
const KEYS = [
    ["直接输入", "替换所选格；F2 或双击在原内容上修改；Esc 放弃"],
    ["Enter / Shift+Enter", "向下 / 向上；在指标名上打开单元格详情，在审核列去填核实说明"],
    ["Tab / Shift+Tab", "下一个 / 上一个可填的格；按 Esc 后再按 Tab 离开表格"],
    ["方向键、Home、End、PageUp、PageDown", "移动；加 Shift 选择一块；加 Ctrl 到边"],
    ["Ctrl+C、Ctrl+X、Ctrl+V", "与 Excel、WPS 互相复制粘贴整块"],
    ["Ctrl+Z、Ctrl+Y", "撤销、重做；一次粘贴算一步"],
    ["Delete", "清空所选格"],
    ["Shift+F2", "所选格的说明：数值和增速各可有一条"],
    ["F1 或 Ctrl+I", "单元格详情：指标解释、已公布的数和来源、修改记录"],
];

export function legend() {
    const keys = KEYS.flatMap(([key, does]) => [element("dt", {}, key), element("dd", {}, does)]);
    return element(
        "div",
        { class: "return-grid-legend" },
        element("p", {}, SIGNS),
        element("details", {}, element("summary", {}, "键盘操作"), element("dl", {}, ...keys)),
    );
}

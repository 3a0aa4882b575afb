// What an indicator means.

import { element } from "./elements.js";

const KINDS = {
    flow_ytd: "年初至期末累计数",
    flow: "本期数",
    stock: "期末数",
    counter: "累进总数",
    ratio: "比值",
    rate: "比率",
    growth_only: "只公布增速",
    index: "指数（上年同期 = 100）",
};

export function definitionOf(indicator) {
    const facts = [
        ["指标解释", indicator.definition || "尚未填写"],
        ["口径", KINDS[indicator.kind] ?? indicator.kind],
        ["计量单位", `${indicator.measure_unit}，保留 ${indicator.decimals} 位小数`],
        ["增速单位", `${indicator.growth_unit}，保留 ${indicator.growth_decimals} 位小数`],
        ["推算增速", indicator.growth_computable ? "由水平值推算，与公布增速并列，只供核对" : "不推算：增速按不变价或可比口径公布"],
        ["数据来源部门", indicator.department || "未指定"],
    ];
    return element("dl", {}, ...facts.flatMap(([term, words]) => [element("dt", {}, term), element("dd", {}, words)]));
}

"""Tables as villages and townships really write them: every kind in several hands, with what must come of each."""

from decimal import Decimal
from typing import Any

import pytest

from xiaowei.base.sheets.kinds import kind_of
from xiaowei.base.sheets.tables import TABLE_KINDS, as_json, understand
from xiaowei.base.sheets.tests.made import Rows, made, text_file
from xiaowei.base.sheets.tests.made import grid as straight

N = None
CASES: dict[str, tuple[Rows, dict[str, Any], dict[str, Any]]] = {
    "quarters under two header rows": (
        [
            ["青石镇2023年农村低保资金分季度发放汇总表"],
            ["单位：元"],
            ["序号", "村名", "一季度", N, "二季度", N, "合计", N],
            [N, N, "户数", "金额", "户数", "金额", "户数", "金额"],
            [1, "下宫村", 12, 3600, 13, 3900, 13, 7500],
            [2, "上宫村", 8, 2400, 8, 2400, 8, 4800],
            ["合计", N, 20, 6000, 21, 6300, 21, 12300],
        ],
        {"merges": ["A1:H1", "A2:H2", "A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:H3"]},
        {"type": "subsidy_summary", "rows": 2, "totals": {"amount": 12300, "households": 21}, "match": True,
         "period": ("2023-01-01", "2023-12-31")},
    ),
    "villages under their townships with subtotals": (
        [
            ["示范县2022年退耕还林补助资金分村汇总表"],
            ["乡镇", "村", "户数", "面积（亩）", "补助金额（元）", "备注"],
            ["青石镇", "下宫村", 40, 120.5, "9,640.00", N],
            [N, "上宫村", 22, 60, "4,800.00", N],
            ["小计", N, 62, 180.5, "14,440.00", N],
            ["白塔镇", "前营村", 30, 80, "6,400.00", N],
            [N, "后营村", 10, 25, "2,000.00", N],
            ["小计", N, 40, 105, "8,400.00", N],
            ["总计", N, 102, 285.5, "22,840.00", N],
        ],
        {"merges": ["A1:F1", "A3:A4", "A6:A7"]},
        {"type": "subsidy_summary", "rows": 4, "match": True,
         "totals": {"amount": 22840, "households": 102, "area_mu": Decimal("285.5")}},
    ),
    "township rows that sum up without a word": (
        [
            ["示范县2022年种粮补贴资金汇总表"],
            ["乡镇", "村", "户数", "补贴金额（元）"],
            ["合计", N, 102, 22840],
            ["青石镇", N, 62, 14440],
            [N, "下宫村", 40, 9640],
            [N, "上宫村", 22, 4800],
            ["白塔镇", N, 40, 8400],
            [N, "前营村", 30, 6400],
            [N, "后营村", 10, 2000],
        ],
        {},
        {"type": "subsidy_summary", "rows": 4,
         "totals": {"amount": 22840, "households": 102}, "match": True},
    ),
    "one month of allowances": (
        [
            ["青石镇2021年3月农村低保金发放汇总表"],
            ["单位：户、人、元        填报日期：2021年3月25日"],
            ["序号", "村别", "保障户数", "保障人数", "发放金额", "备注"],
            [1, "下宫村", 15, 21, "5,880", N],
            [2, "上宫村", 9, 12, "3,360", "新增1户"],
            [3, "柳沟村", 11, 14, "3,920", N],
            ["合  计", N, "35户", "47人", "13,160", N],
            ["镇长：赵甲子", N, "分管领导：钱乙丑", N, "制表：孙丙寅", N],
        ],
        {"merges": ["A1:F1", "A2:F2"]},
        {"type": "subsidy_summary", "rows": 3, "totals": {"amount": 13160, "households": 35, "persons": 47},
         "match": True, "period": ("2021-03-01", "2021-03-31")},
    ),
    "kinds of subsidy in ten thousands": (
        [
            ["青石镇2022年度惠民惠农补贴资金发放情况统计表"],
            ["序号", "补贴项目", "发放户数（户）", "发放金额（万元）", "发放时间"],
            [1, "耕地地力保护补贴", 1200, 45.6, "2022年5月"],
            [2, "退耕还林补助", 300, 12.45, "2022年7月"],
            [3, "农机购置补贴", 15, 8.2, "2022年9月"],
            ["合计", N, 1515, 66.25, N],
        ],
        {"merges": ["A1:E1"]},
        {"type": "subsidy_summary", "rows": 3, "unit": "万元", "match": True,
         "totals": {"amount_wan": Decimal("66.25"), "amount_yuan": 662500, "households": 1515}},
    ),
    "one column for each subsidy": (
        [
            ["下宫村2022年各组惠农补贴汇总"],
            ["单位：元"],
            ["组别", "户数", "地力补贴", "种粮补贴", "农机补贴", "合计"],
            ["一组", 30, 3000, 1200, 0, 4200],
            ["二组", 28, 2800, 1100.5, 500, 4400.5],
            ["三组", 35, 3500, 1300, N, 4800],
            ["合计", 93, 9300, 3600.5, 500, 13400.5],
        ],
        {"merges": ["A1:F1", "A2:F2"]},
        {"type": "subsidy_summary", "rows": 3,
         "totals": {"amount": Decimal("13400.5"), "households": 93}, "match": True},
    ),
    "twelve months as rows": (
        [
            ["下宫村2023年高龄津贴发放情况统计表"],
            ["月份", "发放人数", "发放金额（元）"],
            *[[f"{n}月", 20, 1000] for n in range(1, 13)],
            ["合计", N, 12000],
        ],
        {},
        {"type": "subsidy_summary", "rows": 12, "totals": {"amount": 12000}, "match": True},
    ),
    "a summary without a total": (
        [
            ["2023年公益林生态效益补偿资金分村兑现情况"],
            ["村", "公益林面积（亩）", "补偿标准（元/亩）", "补偿金额（元）"],
            ["下宫村", 100, 16, 1600],
            ["上宫村", 250.5, 16, 4008],
            ["公示期：2023年12月1日至12月7日", N, N, N],
        ],
        {"merges": ["A5:D5"]},
        {"type": "subsidy_summary", "rows": 2, "match": None, "period": ("2023-01-01", "2023-12-31"),
         "totals": {"amount": 5608, "area_mu": Decimal("350.5")}},
    ),
    "assets in groups with subtotals": (
        [
            ["下宫村集体固定资产台账"],
            ["截至2023年12月31日", N, N, N, N, "单位：元"],
            ["编号", "资产名称", "购置时间", "原值", "已提折旧", "净值"],
            ["一、房屋及建筑物", N, N, N, N, N],
            ["001", "办公楼", "2010年5月", 300000, 120000, 180000],
            ["002", "村卫生室", "2015.10", 80000, 16000, 64000],
            ["小计", N, N, 380000, 136000, 244000],
            ["二、机器设备", N, N, N, N, N],
            ["003", "水泵", "2020-03-01", 5000, 1500, 3500],
            ["小计", N, N, 5000, 1500, 3500],
            ["合计", N, N, 385000, 137500, 247500],
        ],
        {"merges": ["A1:F1"]},
        {"type": "asset_register", "rows": 3, "as_of": "2023-12-31", "match": True,
         "totals": {"original": 385000, "depreciation": 137500, "net": 247500}},
    ),
    "assets in ten thousands": (
        [
            ["石桥村股份经济合作社资产清查登记表"],
            ["清查基准日：2021年6月30日      单位：万元"],
            ["序号", "资产名称", "规格型号", "数量", "取得时间", "账面原值", "累计折旧", "账面净值", "使用状态"],
            [1, "厂房", "钢构", 1, 2012, 86.5, 30.2, 56.3, "出租"],
            [2, "冷库", "50吨", 1, 2019, 24, 4.8, 19.2, "出租"],
            ["合计", N, N, N, N, 110.5, 35, 75.5, N],
        ],
        {"merges": ["A1:I1", "A2:I2"]},
        {"type": "asset_register", "rows": 2, "unit": "万元", "as_of": "2021-06-30", "match": True,
         "totals": {"original_wan": Decimal("110.5"), "depreciation_wan": 35, "net_wan": Decimal("75.5")}},
    ),
    "a net value that is not what remains": (
        [
            ["柳沟村固定资产明细表（2022年末）"],
            ["资产名称", "购建日期", "原值", "折旧", "净值", "保管人"],
            ["水塔", "2008.4", 60000, 30000, 30000, "赵甲子"],
            ["广播", "2023.4", 4000, 400, 3500, "钱乙丑"],
            ["会议桌", "2019.1", 2600, 600, 2000, "孙丙寅"],
            ["音响", "2020.7", 3000, 900, 2100, "李丁卯"],
            ["合计", N, 69600, 31900, 37600, N],
        ],
        {},
        {"type": "asset_register", "rows": 4, "as_of": "2022-12-31", "match": True,
         "codes": {"date_after_as_of", "amount_mismatch"}, "totals": {"net": 37600}},
    ),
    "contracts with their days in one column": (
        [
            ["石桥村集体资产资源租赁合同登记表"],
            ["登记时间：2023年6月30日"],
            ["序号", "合同名称", "承租方", "租赁期限", "年租金（元）", "合同总金额（元）", "已缴", "欠缴"],
            [1, "门面房租赁", "赵甲子", "2021.1.1-2025.12.31", 12000, 60000, 36000, 0],
            [2, "鱼塘承包", "钱乙丑", "2003年1月1日至2032年12月31日", 2000, 60000, 40000, 2000],
            [3, "机动地承包", "孙丙寅", "5年", 4500, 22500, 9000, N],
            ["合计", N, N, N, 18500, 142500, 85000, 2000],
        ],
        {"merges": ["A1:H1"]},
        {"type": "contract_register", "rows": 3, "as_of": "2023-06-30", "match": True, "codes": {"long_term"},
         "totals": {"annual": 18500, "contract": 142500}},
    ),
    "contracts under two header rows": (
        [
            ["青石镇下宫村农村集体经济合同清理台账"],
            ["2024年3月31日", N, N, N, N, N, N, "单位：元、亩"],
            ["合同编号", "发包方", "承包方", "承包标的", N, "起止时间", N, "年承包费"],
            [N, N, N, "名称", "面积", "起", "止", N],
            ["01", "下宫村", "赵甲子", "荒山", 300, "2000.1", "2050.1", 3000],
            ["02", "下宫村", "钱乙丑", "耕地", 50, "2020.1", "2025.1", 20000],
            ["03", "下宫村", "孙丙寅", "果园", N, "2022.3", "2032.3", 5000],
            ["合计", N, N, N, 350, N, N, 28000],
        ],
        {"merges": ["A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:H4"]},
        {"type": "contract_register", "rows": 3, "match": True, "codes": {"long_term", "area_missing"},
         "totals": {"annual": 28000}},
    ),
    "projects paid from several purses": (
        [
            ["示范县2024年度财政衔接推进乡村振兴补助资金项目计划表"],
            ["单位：万元"],
            ["序号", "项目名称", "建设内容及规模", "实施地点", "资金规模", N, N, N, "实施单位"],
            [N, N, N, N, "合计", "中央", "省级", "县级", N],
            ["合计", N, N, N, 300, 200, 70, 30, N],
            [1, "青石镇下宫村道路硬化项目", "硬化道路2.3公里", "下宫村", 100, 80, 20, N, "青石镇"],
            [2, "白塔镇前营村饮水项目", "新建水塔1座", "前营村", 50, 20, 20, 10, "白塔镇"],
            [3, "枣林镇冷库项目", "新建冷库500立方米", "枣林村", 150, 100, 30, 20, "枣林镇"],
        ],
        {"merges": ["A1:I1", "A2:I2", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:H3", "I3:I4"]},
        {"type": "project_list", "rows": 3, "match": True, "period": ("2024-01-01", "2024-12-31"),
         "totals": {"amount_wan": 300, "amount_yuan": 3000000}},
    ),
    "projects in groups, sums above": (
        [
            ["2023年第三批省级财政资金项目安排表"],
            ["单位：万元", N, N, "公示时间：2023年10月8日至2023年10月17日"],
            ["序号", "项目名称", "投资金额", "责任单位"],
            [N, "总计", 520, N],
            ["一", "产业类", 320, N],
            [1, "大棚建设", 200, "农业农村局"],
            [2, "肉牛养殖", 120, "畜牧局"],
            ["二", "基础设施类", 200, N],
            [3, "桥梁", 200, "交通局"],
        ],
        {"merges": ["A1:D1"]},
        {"type": "project_list", "rows": 3, "match": True, "period": ("2023-10-08", "2023-10-17"),
         "totals": {"amount_wan": 520, "产业类": 320, "基础设施类": 200}},
    ),
    "a village's works in yuan": (
        [
            ["下宫村2022年工程项目公示表"],
            ["单位：元"],
            ["工程名称", "施工单位", "合同价", "审定金额", "已付工程款", "验收时间"],
            ["文化广场硬化", "示范建筑公司", "86,000.00", "84,500.00", "80,000.00", "2022.9.1"],
            ["水渠清淤", "水利队", "23,000.00", "23,000.00", "23,000.00", "2022.5.3"],
            ["合计", N, "109,000.00", "107,500.00", "103,000.00", N],
        ],
        {"merges": ["A1:F1", "A2:F2"]},
        {"type": "project_list", "rows": 2, "match": True,
         "totals": {"amount": 109000, "cost": 107500, "paid": 103000}},
    ),
    "dues by quarter": (
        [
            ["石桥村党支部2023年党费收缴公示"],
            ["序号", "党员姓名", "月应缴额（元）", "第一季度", "第二季度", "第三季度", "第四季度", "全年合计"],
            [1, "赵甲子", 2, 6, 6, 6, 6, 24],
            [2, "钱乙丑", 0.5, 1.5, 1.5, N, N, 3],
            ["合计", N, N, 7.5, 7.5, 6, 6, 27],
        ],
        {"merges": ["A1:H1"]},
        {"type": "party_dues", "rows": 2, "match": True, "totals": {"amount": 27}},
    ),
    "dues of the branches": (
        [
            ["青石镇2022年上半年党费收缴情况公示"],
            ["单位：元"],
            ["序号", "党支部名称", "党员人数", "应缴党费", "实缴党费", "备注"],
            [1, "下宫村党支部", 31, 141.6, 141.6, N],
            [2, "上宫村党支部", 28, 120, 118.8, "1人病故"],
            ["合计", N, 59, 261.6, 260.4, N],
        ],
        {"merges": ["A1:F1"]},
        {"type": "party_dues", "rows": 2, "match": True, "period": ("2022-01-01", "2022-06-30"),
         "totals": {"amount": Decimal("260.4")}},
    ),
    "dues side by side": (
        [
            ["河东村党支部2023年度党费收缴公示"],
            ["单位：元"],
            ["序号", "姓名", "金额", "序号", "姓名", "金额"],
            [1, "赵甲子", 12, 4, "李丁卯", 6],
            [2, "钱乙丑", 12, 5, "周戊辰", 2.4],
            [3, "孙丙寅", 6, N, N, N],
            ["合计", N, N, N, N, 38.4],
        ],
        {"merges": ["A1:F1"]},
        {"type": "party_dues", "rows": 5, "match": True, "totals": {"amount": Decimal("38.4")}},
    ),
    "dues collected and used": (
        [
            ["下宫村党支部2023年党费收缴使用情况公示"],
            ["单位：元"],
            ["日期", "摘要", "收入", "支出", "结余"],
            ["2023年1月5日", "上年结转", N, N, 120],
            ["2023年3月1日", "收缴一季度党费", 69.3, N, 189.3],
            ["2023年7月1日", "慰问老党员", N, 100, 89.3],
            ["合计", N, 69.3, 100, 89.3],
        ],
        {"merges": ["A1:E1"]},
        {"type": "party_dues", "totals": {"income": Decimal("69.3"), "expense": 100}, "match": True},
    ),
    "an allocation by head": (
        [
            ["青石镇2024年村级公益事业补助资金分配表"],
            ["单位：人、元"],
            ["村", "人口", "补助标准", "分配金额"],
            ["下宫村", 856, 10, 8560],
            ["上宫村", 1203, 10, 12030],
            ["柳沟村", 640, 10, 6500],
            ["石桥村", 700, 10, 7000],
            ["合计", 3399, N, 34090],
        ],
        {"merges": ["A1:D1"]},
        {"type": "allocation_table", "rows": 4, "match": True, "codes": {"amount_mismatch"},
         "totals": {"amount": 34090, "persons": 3399}},
    ),
    "an allocation in parts": (
        [
            ["关于下达2022年村级组织运转经费的通知附表"],
            ["2022年村级组织运转经费安排表"],
            ["单位：万元"],
            ["乡镇", "村数", "村干部报酬", "办公经费", "服务群众经费", "合计"],
            ["青石镇", 8, 60.5, 16, 24, 100.5],
            ["白塔镇", 6, 45, 12, 18, 75],
            ["合计", 14, 105.5, 28, 42, 175.5],
        ],
        {"merges": ["A1:F1", "A2:F2", "A3:F3"]},
        {"type": "allocation_table", "rows": 2, "match": True, "period": ("2022-01-01", "2022-12-31"),
         "totals": {"amount_wan": Decimal("175.5"), "villages": 14}},
    ),
    "an allocation whose total is wrong": (
        [
            ["2023年农村综合改革转移支付资金分配明细表"],
            ["乡镇", "资金（万元）"],
            ["青石镇", 30],
            ["白塔镇", 25.5],
            ["枣林镇", 44],
            ["合计", 100],
        ],
        {},
        {"type": "allocation_table", "rows": 3, "match": False, "codes": {"declared_total_mismatch"},
         "totals": {"amount_wan": Decimal("99.5")}},
    ),
    "shares and what each brings": (
        [
            ["石桥村股份经济合作社2023年度收益分红明细表"],
            ["每股分红：50元      单位：元"],
            ["序号", "户主姓名", "成员人数", "股数", "每股分红", "分红金额", "签字"],
            [1, "赵甲子", 4, 4, 50, 200, N],
            [2, "钱乙丑", 3, 2.5, 50, 125, N],
            [3, "孙丙寅", 5, 5, 50, 250, N],
            ["合计", "3户", 12, 11.5, N, 575, N],
        ],
        {"merges": ["A1:G1", "A2:G2"]},
        {"type": "income_distribution", "rows": 3, "match": True,
         "totals": {"amount": 575, "persons": 12, "shares": Decimal("11.5"), "households": 3}},
    ),
    "shared out by group": (
        [
            ["下宫村2022年集体经营收益分配方案公示"],
            ["村民小组", "户数", "人数", "人均分配（元）", "分配金额（元）"],
            ["第一组", 30, 112, 80, 8960],
            ["第二组", 25, 98, 80, 7840],
            ["合计", 55, 210, N, 16800],
        ],
        {},
        {"type": "income_distribution", "rows": 2, "match": True,
         "totals": {"amount": 16800, "households": 55, "persons": 210}},
    ),
    "shared out in groups, with cards": (
        [
            ["柳沟村2023年土地流转收益分配表"],
            ["序号", "姓名", "身份证号", "面积（亩）", "标准（元/亩）", "应分金额（元）", "银行账号"],
            ["一组", N, N, N, N, N, N],
            [1, "赵甲子", "990101196001010018", 3.5, 600, 2100, "9999990000000001"],
            [2, "钱乙丑", "990101196001010026", 2, 600, 1200, "9999990000000002"],
            ["一组小计", N, N, 5.5, N, 3300, N],
            ["二组", N, N, N, N, N, N],
            [3, "孙丙寅", "990101196001010034", 4, 600, 2400, "9999990000000003"],
            ["二组小计", N, N, 4, N, 2400, N],
            ["合计", N, N, 9.5, N, 5700, N],
        ],
        {"merges": ["A1:G1"]},
        {"type": "income_distribution", "rows": 3, "match": True,
         "totals": {"amount": 5700, "area_mu": Decimal("9.5")}},
    ),
    "an accounting form": (
        [
            ["河西村2022年度收益分配表"],
            ["单位：元"],
            ["项目", "行次", "本年数", "上年数"],
            ["一、本年收益", 1, 300, 200],
            ["加：年初未分配收益", 2, 50, 40],
            ["二、可分配收益", 3, 350, 240],
            ["减：1.提取公积公益金", 4, 100, 80],
            ["2.成员分红", 5, 200, 110],
            ["三、年末未分配收益", 6, 50, 50],
        ],
        {},
        {"type": "income_distribution", "rows": 6, "match": None, "totals": {}},
    ),
    "several purses and no sum of them": (
        [
            ["2022年惠农补贴分村汇总"],
            ["村", "户数", "地力补贴金额", "种粮补贴金额"],
            ["下宫村", 30, 3000, 1200],
            ["上宫村", 28, 2800, 1100],
            ["合计", 58, 5800, 2300],
        ],
        {},
        {"type": "subsidy_summary", "rows": 2, "match": True, "totals": {"amount": 8100, "households": 58}},
    ),
    "two columns that may both be the amount": (
        [
            ["2022年惠农补贴分村汇总"],
            ["村", "户数", "补贴资金", "奖补资金"],
            ["下宫村", 30, 3000, 1200],
            ["上宫村", 28, 2800, 1100],
        ],
        {},
        {"type": "subsidy_summary", "rows": 2, "match": None, "totals": {"households": 58},
         "codes": {"ambiguous_amount"}},
    ),
    "money of two kinds of shares": (
        [
            ["2022年石桥村股份分红明细"],
            ["姓名", "人口股", "人口股分红", "农龄股", "农龄股分红", "合计分红"],
            ["赵甲子", 3, 300, 10, 100, 400],
            ["钱乙丑", 2, 200, 20, 200, 400],
            ["合计", 5, 500, 30, 300, 800],
        ],
        {},
        {"type": "income_distribution", "rows": 2, "match": True, "totals": {"amount": 800, "households": 2}},
    ),
    "an asset that moved during the year": (
        [
            ["石桥村固定资产变动情况表（2023年12月31日）"],
            ["资产名称", "期初数", N, "本期增加", N, "期末数", N],
            [N, "数量", "金额", "数量", "金额", "数量", "金额"],
            ["办公桌", 10, 5000, 2, 1000, 12, 6000],
            ["电脑", 3, 9000, 1, 3000, 4, 12000],
            ["合计", N, 14000, N, 4000, N, 18000],
        ],
        {"merges": ["A1:G1", "A2:A3", "B2:C2", "D2:E2", "F2:G2"]},
        {"type": "asset_register", "rows": 2, "match": True, "as_of": "2023-12-31", "totals": {"original": 18000}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_table_in_this_hand(name: str) -> None:
    rows, look, want = CASES[name]
    grid = made(rows, **look)
    what = understand(grid)
    assert (kind_of(grid), what.type) == (want["type"], want["type"])
    assert {key: what.totals.get(key) for key in want["totals"]} == want["totals"]
    assert what.declared_match is want["match"]
    assert {issue.code for issue in what.issues} == want.get("codes", set())
    assert len(what.rows) == want.get("rows", len(what.rows))
    assert what.unit == want.get("unit", what.unit)
    if "period" in want:
        assert what.period is not None
        assert (what.period.start.isoformat(), what.period.end.isoformat()) == want["period"]
    if "as_of" in want:
        assert what.as_of is not None and what.as_of.isoformat() == want["as_of"]
    for part in what.sheets:
        assert list(part.row_fates) == list(range(1, len(grid.sheets[0].rows) + 1))


@pytest.mark.parametrize("name", CASES)
def test_the_same_table_as_text_in_another_place(name: str) -> None:
    """Without merged cells, or a row and a column further on, with a line of signatures: it means the same."""
    rows, _look, want = CASES[name]
    moved: Rows = [[N], *[[N, *row] for row in rows], [N], [N, "审核：赵甲子", N, "制表：钱乙丑"]]
    for read in (text_file(rows), straight(moved)):
        what = understand(read)
        assert (what.type, len(what.rows)) == (want["type"], want.get("rows", len(what.rows)))
        assert {key: what.totals.get(key) for key in want["totals"]} == want["totals"]
        assert {issue.code for issue in what.issues} == want.get("codes", set())


def test_a_sheet_that_sums_up_the_others_is_not_counted_twice() -> None:
    head = ["村", "户数", "金额（元）"]
    green = [["青石镇2023年种粮补贴分村汇总"], head, ["下宫村", 10, 500], ["上宫村", 12, 600], ["合计", 22, 1100]]
    white = [["白塔镇2023年种粮补贴分村汇总"], head, ["前营村", 11, 510], ["后营村", 12, 620], ["合计", 23, 1130]]
    whole = [["2023年种粮补贴汇总表"], ["乡镇", *head[1:]], ["青石镇", 22, 1100], ["白塔镇", 23, 1130]]
    notes = [["1.本表由乡镇填报"], ["2.金额单位为元"]]
    what = understand(made(whole, name="汇总", more={"青石镇": green, "白塔镇": white, "填表说明": notes}))
    assert (what.type, len(what.rows), what.totals["amount"], what.issues) == ("subsidy_summary", 4, 2230, ())
    assert "汇总" in what.notes[-1]


def test_two_years_on_one_sheet_are_two_tables() -> None:
    head = ["组别", "户数", "金额（元）"]
    old = [["下宫村2022年种粮补贴分组汇总"], head, ["一组", 10, 500], ["二组", 12, 600], ["合计", 22, 1100]]
    new = [["下宫村2023年种粮补贴分组汇总"], head, ["一组", 11, 510], ["二组", 12, 620], ["合计", 23, 1130]]
    what = understand(made([*old, [N], *new]))
    assert [part.data_rows for part in what.sheets] == [(3, 4), (9, 10)]
    assert (what.period, what.totals, what.declared_match) == (None, {"amount_yuan": 2230}, True)
    told = as_json.as_json(what)
    assert told["period"]["label"] == "两张表年度不同"


def test_an_empty_form_and_an_unreadable_amount_are_told() -> None:
    empty = understand(made([["下宫村固定资产登记表"], ["序号", "资产名称", "原值", "净值"], [1], [2], ["合计"]]))
    assert (len(empty.rows), [issue.code for issue in empty.issues]) == (0, ["empty_template"])
    rows = [
        ["资产登记表"],
        ["名称", "数量", "原值（元）", "净值（元）"],
        ["仓库", 1, "约50000", 30000],
        ["水泵", 2, "30/40", 9],
    ]
    doubts = understand(made(rows)).issues
    assert [(issue.code, issue.cell) for issue in doubts] == [("ambiguous_amount", "C3"), ("ambiguous_amount", "C4")]


def test_figures_without_a_header_are_told() -> None:
    rows = [["2023年村级经费分配表"], ["村", "金额（元）"], ["下宫村", 100, 5], ["上宫村", 200, 6], ["合计", 300, 11]]
    assert [(issue.code, issue.cell) for issue in understand(made(rows)).issues] == [("unnamed_column", "C2")]


def test_what_is_hidden_is_read_and_pointed_at() -> None:
    def hide(_book: Any, sheet: Any) -> None:
        sheet.row_dimensions[4].hidden = True

    rows = [["2023年村级经费分配表"], ["村", "金额（元）"], ["下宫村", 100], ["上宫村", 200], ["合计", 300]]
    what = understand(made(rows, touch=hide))
    assert (what.totals["amount"], [issue.code for issue in what.issues]) == (300, ["hidden_row"])


@pytest.mark.parametrize(
    "rows",
    [
        [["2023年养老保险收缴汇总表"], ["村", "人数", "金额（元）"], ["下宫村", 10, 1500], ["上宫村", 12, 1800]],
        [["2023年5月村干部工资发放表"], ["姓名", "职务", "金额"], ["赵甲子", "主任", 3000], ["钱乙丑", "会计", 2800]],
        [["下宫村资产负债表"], ["资产", "行次", "年初数", "年末数"], ["货币资金", 1, 1, 2], ["固定资产", 2, 3, 4]],
        [["下宫村2024年财务预算表"], ["项目", "预算金额（元）", "备注"], ["办公费", 3000, N], ["水电费", 2000, N]],
        [["防汛物资收发台账"], ["日期", "物资名称", "入库", "出库"], ["7月3日", "袋", 500, N], ["7月4日", "锹", 9, 1]],
        [["债权债务公示"], ["债权人", "内容", "金额（元）"], ["赵甲子", "修路", 20000], ["某公司", "工程款", 30000]],
    ],
)  # fmt: skip
def test_another_table_is_never_taken_for_one_of_these(rows: Rows) -> None:
    read = made(rows)
    assert (kind_of(read) in TABLE_KINDS, understand(read).type) == (False, "unknown")

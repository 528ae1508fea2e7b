using System.Globalization;
using Pipeline.Processes.Tests.Support;

namespace Pipeline.Processes.Tests.Cgroups;

/// <summary>Rows of cgroups as tests compare them.</summary>
internal static class CgroupRow
{
    private static readonly string[] _common = ["time", "start_time", "cgroup", "cgroup_id", "cgroup_version"];
    private static readonly string[] _shares = ["cpus", "weight", "avg10", "avg60", "avg300"];

    /// <summary>The table, and what is the row's own.</summary>
    internal static string Line(Row row) =>
        $"{row.Table}{string.Concat(row.Texts.Where(t => !_common.Contains(t.Key)).Select(t => $" {t.Key}={row.Text(t.Key)}"))}{string.Concat(row.Numbers.Where(n => !_common.Contains(n.Key)).Select(n => $" {n.Key}={Number(row, n.Key)}"))}";

    internal static double Share(Row row, string column) => BitConverter.Int64BitsToDouble(row[column]);

    private static string Number(Row row, string column) =>
        _shares.Contains(column) ? Share(row, column).ToString(CultureInfo.InvariantCulture) : row[column].ToString(CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using Pipeline.Sources.Processes.Cgroups.Folders;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Reads cpu.* and cpuacct.*.</summary>
internal sealed class CpuReader(Func<TableSchema, CgroupRows> rows) : IFigureReader
{
    private const ulong Microsecond = 1_000;

    // cpuacct.stat counts in ticks of user space, which are 10 ms on every machine.
    private const ulong Tick = 10_000_000;

    private const double WeightByShares = 100.0 / 1024;

    private readonly CgroupRows _time = rows(CpuTables.Time), _cfs = rows(CpuTables.Cfs), _limit = rows(CpuTables.Limit), _weights = rows(CpuTables.Weights);

    public Controllers Controllers => Controllers.Cpu | Controllers.CpuAccounting;

    public ImmutableArray<CgroupRows> Rows => [_time, _cfs, _limit, _weights];

    public void Read(OpenCgroup cgroup)
    {
        if (cgroup.IsTwo)
        {
            ReadStat(cgroup, Microsecond);
            ReadMax(cgroup);
            ReadWeight(cgroup, "cpu.weight\0"u8, 1);
            return;
        }

        if (cgroup.Has(Controllers.CpuAccounting))
            ReadAccounting(cgroup);
        if (!cgroup.Has(Controllers.Cpu))
            return;
        ReadStat(cgroup, 1);
        ReadQuota(cgroup);
        ReadWeight(cgroup, "cpu.shares\0"u8, WeightByShares);
    }

    private void ReadStat(OpenCgroup cgroup, ulong throttledUnit)
    {
        if ((!_time.IsWanted && !_cfs.IsWanted) || !cgroup.TryRead("cpu.stat\0"u8, out ReadOnlySpan<byte> text))
            return;
        var stat = new CpuStat(text);
        if (_time.IsWanted && stat.HasTimes)
            AddTime(cgroup, stat.Usage, stat.User, stat.System, Microsecond);
        if (!_cfs.IsWanted || !stat.HasPeriods || !FigureText.TryScale(ref stat.Throttled, throttledUnit))
            return;
        _cfs.Add(cgroup);
        _cfs.Set(CpuTables.Periods, stat.Periods);
        _cfs.Set(CpuTables.ThrottledPeriods, stat.ThrottledPeriods);
        _cfs.Set(CpuTables.Throttled, stat.Throttled);
    }

    private void ReadAccounting(OpenCgroup cgroup)
    {
        if (!_time.IsWanted || !cgroup.TryRead("cpuacct.usage\0"u8, out ulong usage) || !cgroup.TryRead("cpuacct.stat\0"u8, out ReadOnlySpan<byte> text))
            return;
        var lines = new KeyedLines(text);
        ulong? user = null, system = null;
        while (lines.MoveNext())
            if (lines.Key.SequenceEqual("user"u8))
                user = lines.Value;
            else if (lines.Key.SequenceEqual("system"u8))
                system = lines.Value;
        if (user is { } inUser && system is { } inSystem && FigureText.TryScale(ref inUser, Tick) && FigureText.TryScale(ref inSystem, Tick))
            AddTime(cgroup, usage, inUser, inSystem, 1);
    }

    private void AddTime(OpenCgroup cgroup, ulong usage, ulong user, ulong system, ulong unit)
    {
        if (!FigureText.TryScale(ref usage, unit) || !FigureText.TryScale(ref user, unit) || !FigureText.TryScale(ref system, unit))
            return;
        _time.Add(cgroup);
        _time.Set(CpuTables.Usage, usage);
        _time.Set(CpuTables.User, user);
        _time.Set(CpuTables.System, system);
    }

    // "max 100000" or "50000 100000".
    private void ReadMax(OpenCgroup cgroup)
    {
        if (!_limit.IsWanted || !cgroup.TryRead("cpu.max\0"u8, out ReadOnlySpan<byte> text))
            return;
        if (FigureText.TryRead(Words.TakeWord(ref text), Microsecond, out var quota) && FigureText.TryRead(text, Microsecond, out var period))
            AddLimit(cgroup, quota, period);
    }

    private void ReadQuota(OpenCgroup cgroup)
    {
        if (_limit.IsWanted
            && cgroup.TryRead("cpu.cfs_quota_us\0"u8, out ulong quota)
            && cgroup.TryRead("cpu.cfs_period_us\0"u8, out ulong period)
            && FigureText.TryScale(ref quota, Microsecond)
            && FigureText.TryScale(ref period, Microsecond))
            AddLimit(cgroup, quota, period);
    }

    private void AddLimit(OpenCgroup cgroup, ulong quota, ulong period)
    {
        if (period == 0)
            return;
        _limit.Add(cgroup);
        _limit.Set(CpuTables.Quota, quota);
        _limit.Set(CpuTables.Period, period);
        _limit.Set(CpuTables.Cpus, (double)quota / period);
    }

    private void ReadWeight(OpenCgroup cgroup, ReadOnlySpan<byte> file, double unit)
    {
        if (!_weights.IsWanted || !cgroup.TryRead(file, out ulong weight))
            return;
        _weights.Add(cgroup);
        _weights.Set(CpuTables.Weight, weight * unit);
    }
}

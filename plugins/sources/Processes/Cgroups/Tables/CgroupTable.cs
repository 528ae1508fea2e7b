using System.Collections.Immutable;
using Pipeline.Sources.Processes.Cgroups.Folders;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>What the tables of cgroups have in common.</summary>
internal static class CgroupTable
{
    internal const int StartTime = 1, Path = 2, Id = 3, Version = 4;

    /// <summary>Ordinal of the first column that is a table's own.</summary>
    internal const int Own = 5;

    internal static TableSchema Create(string name, string help, params ImmutableArray<ColumnSchema> columns) =>
        new(
            name,
            TableKind.Metric,
            [
                new("time", ColumnType.Time) { Unit = "ns", Help = "When it was read.", Heading = "" },
                new("start_time", ColumnType.Time)
                {
                    Unit = "ns",
                    Help = "Since when the values count: when the cgroup was made or, where the kernel does not tell, first seen; of a root the machine's start.",
                    Heading = "",
                },
                new("cgroup", ColumnType.Utf8) { Help = "The cgroup's path below its hierarchy's root; /: the whole machine.", Width = 40 },
                new("cgroup_id", ColumnType.U64)
                {
                    Help = "The kernel's number of the cgroup, as rows of events have it; 0: of version 1, where each hierarchy has numbers of its own.",
                    Heading = "",
                    EmptyIsAbsent = true,
                },
                new("cgroup_version", ColumnType.Enum(1, false, [new("v1", (long)CgroupVersion.One), new("v2", (long)CgroupVersion.Two)]))
                {
                    Help = "Which kind of hierarchy tells it. Where both are mounted, one workload can be in both: do not add them up.",
                    Heading = "V",
                    Width = 2,
                },
                .. columns,
            ])
        {
            Help = help,
            StartTimeColumn = "start_time",
        };

    internal static ColumnSchema Counter(string name, string unit, string heading, string help) => Value(name, ColumnType.U64, unit, heading, help, Instrument.Counter);

    internal static ColumnSchema Gauge(string name, string unit, string heading, string help) => Value(name, ColumnType.U64, unit, heading, help, Instrument.Gauge);

    /// <summary>A gauge with a fraction.</summary>
    internal static ColumnSchema Share(string name, string unit, string heading, string help) => Value(name, ColumnType.F64, unit, heading, help, Instrument.Gauge);

    /// <summary>A label that has one of so many values, numbered from 0.</summary>
    internal static ColumnSchema Label(string name, string help, params ReadOnlySpan<string> values)
    {
        var names = ImmutableArray.CreateBuilder<EnumName>(values.Length);
        foreach (var value in values)
            names.Add(new EnumName(value, names.Count));
        return new(name, ColumnType.Enum(1, false, names.MoveToImmutable())) { Help = help };
    }

    private static ColumnSchema Value(string name, ColumnType type, string unit, string heading, string help, Instrument instrument) =>
        new(name, type) { Unit = unit, Heading = heading, Help = help, Instrument = instrument };
}

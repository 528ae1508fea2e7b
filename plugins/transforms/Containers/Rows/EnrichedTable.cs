using Pipeline.Enrichment;

namespace Pipeline.Transforms.Containers.Rows;

/// <summary>One input table: whom its rows are about, and the columns they get.</summary>
/// <param name="Subjects">Null: nobody; the rows pass as they are.</param>
/// <param name="Columns">Null: none.</param>
/// <param name="CgroupGroup">The place of the cgroup's number among a row's; -1: it has none.</param>
/// <param name="ProcessGroup">The place of the process's number among a row's; -1: it has none.</param>
internal sealed record EnrichedTable(RowSubjects? Subjects, AddedColumns? Columns, int CgroupGroup, int ProcessGroup)
{
    /// <exception cref="OptionException">The table has one of the columns already, or a column that would tell whom it is about is something else.</exception>
    public static EnrichedTable Bind(TableSchema table, IReadOnlyList<ContainerColumn> chosen, Facts cgroups, Facts processes)
    {
        var subjects = new RowSubjects(table);
        if (!subjects.HasProcess)
            return new EnrichedTable(null, null, -1, -1);
        var groups = new List<ColumnGroup>();
        var (cgroupGroup, processGroup) = (-1, -1);

        // Columns stand in the order in which they were asked for, as far as one lookup answers them; what a row is about comes before which process it is.
        var ofCgroup = Group(chosen, AddedColumn.OfCgroups, cgroups);
        var ofProcess = Group(chosen, AddedColumn.OfProcesses, processes);
        if (ofCgroup.Columns.Length > 0)
        {
            cgroupGroup = groups.Count;
            groups.Add(ofCgroup);
        }

        if (ofProcess.Columns.Length > 0 && subjects.HasPid)
        {
            processGroup = groups.Count;
            groups.Add(ofProcess);
        }

        return new EnrichedTable(subjects, new AddedColumns(table, "columns", [.. groups]), cgroupGroup, processGroup);
    }

    private static ColumnGroup Group(IReadOnlyList<ContainerColumn> chosen, ContainerColumn[] cells, Facts facts) =>
        new(facts, [.. chosen.Where(cells.Contains).Select(c => AddedColumn.Make(c, cells))]);
}

using Pipeline.Enrichment;
using Pipeline.Transforms.Kubernetes.Cluster;
using Pipeline.Transforms.Kubernetes.Columns;
using Pipeline.Workloads;

namespace Pipeline.Transforms.Kubernetes.Rows;

/// <summary>Looks the rows of one table up.</summary>
/// <param name="subjects">By what.</param>
/// <param name="lookups">Where.</param>
/// <param name="hasOwn">Rows are told of their own pod.</param>
/// <param name="hasRemote">Rows are told of the other end.</param>
internal sealed class RowLookup(RowSubjects subjects, Lookups lookups, bool hasOwn, bool hasRemote) : IRowFacts
{
    public void Find(RecordBatch batch, Span<int> facts, bool isLast)
    {
        // Of rows of other machines no process is known here.
        if (hasOwn && subjects.HasProcess && batch.Origin.Host == lookups.HostName && lookups.Processes is { } share)
        {
            using var turn = share.Take();
            Find(batch, facts, isLast, turn.Catalog);
        }
        else
        {
            Find(batch, facts, isLast, null);
        }
    }

    private void Find(RecordBatch batch, Span<int> facts, bool isLast, ProcessCatalog? processes)
    {
        // Rows whose clock is Unix time are of no kernel's; the catalog knows the boot clock alone.
        var bootOffset = batch.UnixOffset != 0 ? batch.UnixOffset : lookups.UnixOffset;
        var fact = 0;
        for (var row = 0; row < batch.Rows; row++)
        {
            var time = subjects.Time(batch, row) + batch.UnixOffset ?? lookups.Now;
            if (hasOwn)
                facts[fact++] = FindOwn(batch, row, time, time - bootOffset, processes, isLast);
            if (hasRemote)
                facts[fact++] = FindRemote(Address(subjects.Remote(batch, row)), time, isLast);
        }
    }

    private int FindOwn(RecordBatch batch, int row, long time, long bootTime, ProcessCatalog? processes, bool isLast)
    {
        var isTold = false;
        if (processes is not null)
        {
            // 1 is the root, which is nobody's, as is the path of one letter.
            var id = subjects.Cgroup(batch, row);
            var path = subjects.CgroupPath(batch, row);
            var cgroup = processes.FindCgroup(id, path);
            isTold = id > 1 || path.Length > 1;
            if (cgroup is null && subjects.Pid(batch, row) is > 0 and var pid)
            {
                cgroup = processes.Find(pid, subjects.StartTicks(batch, row), bootTime)?.CgroupAt(bootTime);
                isTold = true;
            }

            if (cgroup is not null)
                return lookups.Cgroups.Find(cgroup, lookups.Now, isLast);
        }

        var address = Address(subjects.Local(batch, row));
        if (!AddressLookup.IsTold(address))
            return isTold ? lookups.Facts.Unknown : RowFacts.None;
        var subject = lookups.Addresses.Find(address, time, lookups.Now, lookups.IsBeginning, out var shouldWait);
        if (shouldWait && !isLast)
            return IRowFacts.Wait;
        return subject switch
        {
            KnownPod pod => lookups.Facts.Of(pod),
            NamedNode node => lookups.Facts.Of(node),
            _ => lookups.Facts.Unknown,
        };
    }

    private int FindRemote(Key address, long time, bool isLast)
    {
        if (!AddressLookup.IsTold(address))
            return RowFacts.None;
        var subject = lookups.Addresses.Find(address, time, lookups.Now, lookups.IsBeginning, out var shouldWait);
        if (shouldWait && !isLast)
            return IRowFacts.Wait;
        return subject is null ? RowFacts.None : lookups.Facts.OfRemote(subject);
    }

    private static Key Address(ReadOnlySpan<byte> cell) => cell.IsEmpty ? default : Key.OfAddress(cell);
}

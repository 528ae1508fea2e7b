using Pipeline.Bpf;
using Pipeline.Bpf.Rings;
using Pipeline.Workloads.Known;

namespace Pipeline.Workloads.Kernel;

/// <summary>Tells a listener what stands in a ring.</summary>
internal readonly unsafe struct EventReader(uint processTag, uint cgroupTag, IKernelListener listener) : IRecordConsumer
{
    /// <summary>Of an object whose records are those that are read here.</summary>
    /// <exception cref="BpfException">They are others.</exception>
    internal static EventReader For(BpfObjectSpec spec, IKernelListener listener) =>
        new(TagOf(spec, "process_changes", sizeof(ProcessRecord)), TagOf(spec, "cgroup_changes", sizeof(CgroupRecord)), listener);

    public bool TryConsume(byte* record, int length)
    {
        var tag = *(uint*)record;
        if (tag == processTag && length >= sizeof(ProcessRecord))
            Read((ProcessRecord*)record, length - sizeof(ProcessRecord));
        else if (tag == cgroupTag && length >= sizeof(CgroupRecord))
            Read((CgroupRecord*)record, length - sizeof(CgroupRecord));
        return true;
    }

    private void Read(ProcessRecord* record, int tails)
    {
        var rest = new ReadOnlySpan<byte>(record + 1, tails);
        var executable = rest[..(int)Math.Min(record->ExecutableBytes, (uint)rest.Length)];
        rest = rest[executable.Length..];
        listener.Take(new ProcessChange
        {
            Kind = (ChangeKind)record->Change,
            Time = record->Time,
            Pid = record->Pid,
            Started = record->StartTime,
            ParentPid = record->ParentPid,
            NamespacePid = record->NamespacePid,
            UserId = record->UserId,
            Cgroup = listener.CgroupOf(record->Hierarchy, record->WorkloadId),
            Executable = executable,
            Command = rest[..(int)Math.Min(record->CommandBytes, (uint)rest.Length)],
        });
    }

    private void Read(CgroupRecord* record, int tail)
    {
        var path = new ReadOnlySpan<byte>(record + 1, (int)Math.Min(record->PathBytes, (uint)tail));
        listener.Take(record->Change, record->Hierarchy, record->CgroupId, path, record->Time);
    }

    private static uint TagOf(BpfObjectSpec spec, string table, int size) => spec.Tables.FirstOrDefault(t => t.Schema.Name == table) is { } found && found.RecordSize == size
        ? found.Tag
        : throw new BpfException($"read {spec.Path}", $"its table '{table}' is not the one that this library was built for", "install both from one build");
}

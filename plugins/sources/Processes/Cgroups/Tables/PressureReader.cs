using System.Collections.Immutable;
using Pipeline.Files;
using Pipeline.Sources.Processes.Cgroups.Folders;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Reads *.pressure, and /proc/pressure for the whole machine.</summary>
internal sealed class PressureReader(Func<TableSchema, CgroupRows> rows, HostEnvironment environment, FileReader files, UnreadFiles unread) : IFigureReader
{
    private const byte Cpu = 0, Memory = 1, Io = 2, Irq = 3;
    private const ulong RootId = 1;

    private static ReadOnlySpan<byte> Place => "/proc/pressure"u8;

    private readonly CgroupRows _pressure = rows(PressureTables.Pressure);
    private readonly string _place = environment.OnHost("/proc/pressure");

    public Controllers Controllers => Controllers.None;

    public ImmutableArray<CgroupRows> Rows => [_pressure];

    /// <summary>Adds the rows of the whole machine.</summary>
    internal void ReadMachine()
    {
        if (!_pressure.IsWanted)
            return;
        using var folder = Folder.Open(_place);
        unread.Note(Place, [], folder.Error);
        if (!folder.IsOpen)
            return;

        ReadMachine(folder, Cpu, "cpu\0"u8);
        ReadMachine(folder, Memory, "memory\0"u8);
        ReadMachine(folder, Io, "io\0"u8);
        ReadMachine(folder, Irq, "irq\0"u8);
    }

    public void Read(OpenCgroup cgroup)
    {
        // The root's files are the machine's once more.
        if (!_pressure.IsWanted || !cgroup.IsTwo || cgroup.Cgroup.IsRoot)
            return;
        Read(cgroup, Cpu, "cpu.pressure\0"u8);
        Read(cgroup, Memory, "memory.pressure\0"u8);
        Read(cgroup, Io, "io.pressure\0"u8);
        Read(cgroup, Irq, "irq.pressure\0"u8);
    }

    private void Read(OpenCgroup cgroup, byte resource, ReadOnlySpan<byte> file)
    {
        if (!cgroup.TryRead(file, out ReadOnlySpan<byte> text))
            return;
        var lines = new PressureLines(text);
        while (lines.MoveNext())
        {
            _pressure.Add(cgroup);
            Set(resource, lines.Current);
        }
    }

    private void ReadMachine(Folder folder, byte resource, ReadOnlySpan<byte> file)
    {
        var text = files.Read(folder, file, out var error);
        unread.Note(Place, file, error);
        var lines = new PressureLines(text);
        while (lines.MoveNext())
        {
            // Of the whole machine that has no meaning; the kernel writes a line of zeros all the same.
            if (resource == Cpu && lines.Current.IsFull)
                continue;
            _pressure.Add("/"u8, RootId, CgroupVersion.Two, 0);
            Set(resource, lines.Current);
        }
    }

    private void Set(byte resource, in PressureLine line)
    {
        _pressure.Set(PressureTables.Resource, resource);
        _pressure.Set(PressureTables.Tasks, line.IsFull ? (byte)1 : (byte)0);
        _pressure.Set(PressureTables.Stalled, line.Total);
        _pressure.Set(PressureTables.Average10, line.Average10);
        _pressure.Set(PressureTables.Average60, line.Average60);
        _pressure.Set(PressureTables.Average300, line.Average300);
    }
}

using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using Pipeline.Sources.Sockets.Binaries;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Binaries;

/// <summary>Files that are not what they say.</summary>
public sealed class HostileBinariesTests : IDisposable
{
    private const int Seed = 20261121;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-elf-");

    [Fact]
    public void A_hundred_thousand_damaged_files_are_each_understood_or_refused()
    {
        var random = new Random(Seed);
        byte[][] originals = [MadeBinary.Library(), MadeBinary.Go()];
        using var file = OpenNew("damaged");
        var refused = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = (byte[])originals[i & 1].Clone();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                Damage(bytes, random);
            var length = random.Next(8) == 0 ? random.Next(bytes.Length) : bytes.Length;
            RandomAccess.SetLength(file, length);
            RandomAccess.Write(file, bytes.AsSpan(0, length), 0);
            if (TlsBinaries.Inspect(file) is not { } binary)
                continue;
            refused += binary.Problem is null ? 0 : 1;
            Assert.Equal(binary.Problem is not null, binary.Sites.IsEmpty);
            Assert.All(binary.Sites, s => Assert.InRange(s.Offset, 0, length - 1));
        }

        Assert.True(refused > 1000, $"only {refused} were refused");
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_understood_or_refused()
    {
        foreach (var whole in (byte[][])[MadeBinary.Library(), MadeBinary.Go()])
        {
            using var file = OpenNew("cut");
            RandomAccess.Write(file, whole, 0);
            Assert.Null(TlsBinaries.Inspect(file)!.Problem);
            for (var length = whole.Length - 1; length >= 0; length--)
            {
                RandomAccess.SetLength(file, length);
                var binary = TlsBinaries.Inspect(file);
                Assert.True(binary is null || binary.Sites.All(s => s.Offset < length), $"at {length}");
            }
        }
    }

    [Fact]
    public void A_table_as_large_as_the_file_takes_no_more_memory_than_a_small_one()
    {
        // Names and symbols of 600 MB, none of which is looked for; a file system keeps no zeros.
        const long size = 600L << 20;
        using var file = OpenNew("large");
        RandomAccess.Write(file, MadeBinary.Library(extraNames: size / 2, extraSymbols: size / 2 / 24), 0);
        RandomAccess.SetLength(file, size + (1 << 20));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var binary = TlsBinaries.Inspect(file);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.NotNull(binary);
        Assert.Null(binary.Problem);
        Assert.NotEmpty(binary.Sites);
        Assert.InRange(allocated, 0, 2 << 20);
    }

    [Fact]
    public void Ten_thousand_tables_of_symbols_are_not_all_read()
    {
        using var file = OpenNew("many");
        RandomAccess.Write(file, MadeBinary.ManyTables(60_000, 64 << 20), 0);
        RandomAccess.SetLength(file, 128 << 20);
        var binary = TlsBinaries.Inspect(file);
        Assert.True(binary is null || binary.Problem is not null);
    }

    [Fact]
    public async Task A_file_that_changes_meanwhile_or_cannot_be_read_is_told_as_such()
    {
        using (var folder = File.OpenHandle("/proc/self/mem"))
            Assert.True(TlsBinaries.Inspect(folder) is null or { Problem.Reason: BinaryRefusal.Unreadable });

        using var file = OpenNew("changing");
        RandomAccess.Write(file, MadeBinary.Library(), 0);
        using var stop = new CancellationTokenSource();
        var path = Path.Combine(_folder.FullName, "changing");
        var writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }, TestContext.Current.CancellationToken);
        var changed = false;
        for (var start = TimeProvider.System.GetTimestamp(); !changed && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromMinutes(5);)
            changed = TlsBinaries.Inspect(file) is { Problem.Reason: BinaryRefusal.Changed };
        await stop.CancelAsync();
        await writer;
        Assert.True(changed);
    }

    [Fact]
    public void Programs_for_other_machines_are_told_as_such()
    {
        var bytes = MadeBinary.Library();
        using var file = OpenNew("other");
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), 8);
        RandomAccess.Write(file, bytes, 0);
        Assert.Equal(BinaryRefusal.Machine, TlsBinaries.Inspect(file)!.Problem!.Reason);
        bytes[4] = 1;
        RandomAccess.Write(file, bytes, 0);
        Assert.Equal(BinaryRefusal.Machine, TlsBinaries.Inspect(file)!.Problem!.Reason);
    }

    [Theory]
    [InlineData("_ZN65_$LT$rustls..conn..Writer$u20$as$u20$std..io..Write$GT$5write17h0123456789abcdefE")]
    [InlineData("_RNvXs_NtNtCs9ltgdHTiPiY_6rustls4connNtB5_6WriterNtNtCsd_3std2io5Write5write")]
    public void What_encrypts_with_rustls_is_said_not_to_be_observed(string function)
    {
        using var file = OpenNew("rust");
        RandomAccess.Write(file, MadeBinary.Program(function), 0);
        var binary = TlsBinaries.Inspect(file)!;
        Assert.Equal((TlsLibrary.Rustls, BinaryRefusal.Library), (binary.Library, binary.Problem!.Reason));
        Assert.Empty(binary.Sites);
        RandomAccess.Write(file, MadeBinary.Program("another"), 0);
        Assert.Null(TlsBinaries.Inspect(file));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SafeFileHandle OpenNew(string name) =>
        File.OpenHandle(Path.Combine(_folder.FullName, name), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite);

    private static void Damage(byte[] bytes, Random random)
    {
        // Mostly where the file tells of itself.
        var at = random.Next(3) == 0 ? random.Next(bytes.Length - 8) : MadeBinary.Telling[random.Next(MadeBinary.Telling.Length)].Pick(random);
        ulong[] values = [0, 1, uint.MaxValue, ulong.MaxValue, (ulong)random.NextInt64(), (ulong)random.Next(bytes.Length), 1UL << 63, (ulong)bytes.Length];
        var value = values[random.Next(values.Length)];
        switch (random.Next(4))
        {
            case 0:
                bytes[at] = (byte)value;
                break;
            case 1:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), (ushort)value);
                break;
            case 2:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), (uint)value);
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
                break;
        }
    }
}

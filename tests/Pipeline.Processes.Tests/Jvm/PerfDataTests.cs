using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pipeline.Sources.Processes.Jvm;

namespace Pipeline.Processes.Tests.Jvm;

public sealed class PerfDataTests
{
    [Fact]
    public void FiguresOfGenerationsAndSpacesAreAddedUp()
    {
        var file = new PerfDataFile()
            .Add("java.cls.loadedClasses", 12)
            .Add("sun.os.hrt.frequency", 1_000)
            .Add("sun.gc.collector.0.time", 3)
            .Add("sun.gc.collector.1.time", 5)
            .Add("sun.gc.collector.2.time", 99)
            .Add("sun.gc.generation.0.maxCapacity", 1_000)
            .Add("sun.gc.generation.0.space.0.used", 10)
            .Add("sun.gc.generation.0.space.0.capacity", 100)
            .Add("sun.gc.generation.0.space.12.used", 20)
            .Add("sun.gc.generation.1.maxCapacity", 2_000)
            .Add("sun.gc.generation.1.space.0.used", 30)
            .Add("sun.gc.generation.1.space.0.capacity", 400)
            .Add("sun.gc.generation.1.space.0.initCapacity", 7_000)
            .Add("sun.gc.policy.name", "Copy:MSC");
        Assert.Null(PerfData.Read(file.Bytes, out var figures));
        Assert.Equal((3_000_000, 5_000_000), (figures.YoungTime, figures.FullTime));
        Assert.Equal((60, 500, 3_000), (figures.Used, figures.Total, figures.Most));
    }

    [Fact]
    public void GenerationsOfG1ShareTheHeap()
    {
        var file = new PerfDataFile()
            .Add("sun.gc.generation.0.maxCapacity", 1_000)
            .Add("sun.gc.generation.1.maxCapacity", 900)
            .Add("sun.gc.policy.name", "GarbageFirst");
        Assert.Null(PerfData.Read(file.Bytes, out var figures));
        Assert.Equal(1_000, figures.Most);
    }

    [Theory]
    [InlineData(0, 0x00, "it is no hsperfdata file")]
    [InlineData(4, 0, "its byte order is not this machine's")]
    [InlineData(5, 3, "its version is not known")]
    [InlineData(7, 0, "it is not ready")]
    public void WhatItIsNotIsTold(int at, byte value, string problem)
    {
        var bytes = new PerfDataFile().Add("a", 1).Bytes;
        bytes[at] = value;
        Assert.Equal(problem, PerfData.Read(bytes, out _));
    }

    [Fact]
    public void AFileCutAnywhereIsRefusedOrHasFewerEntries()
    {
        var bytes = new PerfDataFile().Add("sun.gc.collector.0.time", 7).Add("sun.gc.policy.name", "x").Bytes;
        for (var length = 0; length < bytes.Length; length++)
            Assert.NotNull(PerfData.Read(bytes.AsSpan(0, length), out _));
        Assert.Null(PerfData.Read(bytes, out var whole));
        Assert.Equal(7, whole.YoungTime);
    }

    [Fact]
    public void WhateverNumbersAreWrittenItIsReadOrRefused()
    {
        var names = Gen.Elements("sun.gc.collector.0.time", "sun.gc.generation.0.space.1.used", "sun.gc.generation.", "sun.gc.generation.9", "sun.gc.policy.name", "", "x");
        var entries = Gen.ListOf(Gen.Zip(names, ArbMap.Default.GeneratorFor<long>()));
        var property = Prop.ForAll(entries.ToArbitrary(), list =>
        {
            var file = list.Aggregate(new PerfDataFile(), (f, e) => f.Add(e.Item1, e.Item2));
            Assert.Null(PerfData.Read(file.Bytes, out var figures));
            Assert.Equal(list.LastOrDefault(e => e.Item1 == "sun.gc.collector.0.time").Item2, figures.YoungTime);
            Assert.Equal(list.Where(e => e.Item1.EndsWith("used", StringComparison.Ordinal)).Aggregate(0L, (sum, e) => unchecked(sum + e.Item2)), figures.Used);
        });
        Check.One(Config.QuickThrowOnFailure, property);
    }

    [Fact]
    public void NoDamageMakesItReadOutside()
    {
        var inputs = int.TryParse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ"), out var wanted) ? wanted : 100_000;
        var seed = int.TryParse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ_SEED"), out var given) ? given : 7;
        var random = new Random(seed);
        var sound = new PerfDataFile()
            .Add("sun.gc.collector.0.time", 1).Add("sun.gc.policy.name", "GarbageFirst").Add("sun.gc.generation.1.space.0.used", 2).Add("sun.os.hrt.frequency", 3).Bytes;
        var refused = 0;
        for (var i = 0; i < inputs; i++)
        {
            var bytes = sound.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--)
                if (random.Next(2) == 0)
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                else
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(random.Next(bytes.Length - 4)), Edge(random, bytes.Length));
            refused += PerfData.Read(bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length + 1) : bytes.Length), out _) is null ? 0 : 1;
        }

        // Most damage is found; some lies in values and names.
        Assert.InRange(refused, inputs / 10, inputs);
    }

    [Fact]
    public void TheFileIsFoundAmongTheMappings()
    {
        var maps = "7f00-7f01 r-xp 00000000 fe:00 1 /usr/lib/libjvm.so\n7f02-7f03 rw-s 00000000 fe:00 2    /srv/image/tmp/hsperfdata_ann b/4711\n7f04-7f05 rw-p 0 0 0 \n"u8;
        Assert.Equal("tmp/hsperfdata_ann b/4711\0", Encoding.ASCII.GetString(PerfDataMapping.Find(maps)!));
    }

    [Theory]
    [InlineData("7f rw-s 0 fe:00 2 /tmp/hsperfdata_root/4711 (deleted)\n")]
    [InlineData("7f rw-s 0 fe:00 2 /tmp/hsperfdata_root/../4711\n")]
    [InlineData("7f rw-s 0 fe:00 2 /tmp/hsperfdata_root/\n")]
    [InlineData("7f rw-s 0 fe:00 2 /tmp/hsperfdata_/4711\n")]
    [InlineData("7f rw-s 0 fe:00 2 /tmp/hsperfdata_root\n")]
    [InlineData("")]
    public void WhatIsNoSuchFileIsNotFound(string maps) => Assert.Null(PerfDataMapping.Find(Encoding.ASCII.GetBytes(maps)));

    private static int Edge(Random random, int length) => random.Next(6) switch
    {
        0 => int.MaxValue,
        1 => int.MinValue,
        2 => -1,
        3 => length,
        4 => random.Next(-40, 40),
        _ => random.Next(),
    };
}

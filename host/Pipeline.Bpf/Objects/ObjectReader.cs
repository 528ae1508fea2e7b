using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Bpf.Attaching;
using Pipeline.Bpf.Btf;
using Pipeline.Bpf.Elf;

namespace Pipeline.Bpf.Objects;

/// <summary>Puts an object's description together. What does not follow bpf/include/pipeline.bpf.h is a <see cref="FormatException"/>.</summary>
internal sealed class ObjectReader
{
    private const string OutcomePrefix = "PIPELINE_";

    private readonly string _path;
    private readonly ElfFile _elf;
    private readonly BtfTypes _types;
    private readonly ImmutableArray<MapDefinition> _maps;

    internal ObjectReader(string path, byte[] bytes)
    {
        _path = path;
        _elf = ElfFile.Parse(bytes);
        _types = BtfParser.Parse(_elf.Bytes(_elf.Section(".BTF") ?? throw new FormatException("it has no BTF (compile with clang -g)")));
        _maps = new MapReader(_types).Read();
    }

    internal BpfObjectSpec Read()
    {
        var programs = ReadPrograms();
        var options = new OptionReader(_elf, _types).Read();
        var spec = new BpfObjectSpec
        {
            Path = _path,
            Tables = [.. Anchors("table").Select(t => ReadTable(t.Variable, t.Tags))],
            Metrics = [.. Anchors("metrics").Select(t => ReadMetrics(t.Variable, t.Tags))],
            Rings = [.. _maps.Where(m => m.Type == (int)MapKind.Ringbuf).Select(m => new RingSpec(m.Name, m.MaxEntries ?? 0))],
            Options = options,
            Programs = programs,
            Variants = ReadVariants(programs),
            Outcomes = ReadOutcomes(),
            SubprogramsReadKernel = _elf.Section(".text") is { } shared && ReadsKernel(_elf.Bytes(shared)),
            CastsWhereItCan = Anchors("casts_where_it_can").Any(),
            VariantFlags = [.. Anchors("variant").Select(ReadFlag)],
            HostPidOffset = (int?)_elf.Variable("pipeline_host_pid", ".rodata")?.Value ?? -1,
        };
        foreach (var outline in spec.Outlines)
            CheckConditions(outline, options);
        return spec;
    }

    private (string Variant, int Offset) ReadFlag((BtfType Variable, TagSet Tags) flag)
    {
        var variant = flag.Tags["variant"]!;
        if (!ReadVariants(ReadPrograms()).Contains(variant))
            throw new FormatException($"'{flag.Variable.Name}' is for the variant '{variant}', of which there is no program");
        return (variant, (int)(_elf.Variable(flag.Variable.Name, ".rodata") ?? throw new FormatException($"'{flag.Variable.Name}' is not a const volatile variable")).Value);
    }

    private static bool ReadsKernel(ReadOnlySpan<byte> code)
    {
        foreach (var instruction in MemoryMarshal.Cast<byte, ulong>(code))
            if (HelperCall.MayReadKernel(instruction))
                return true;
        return false;
    }

    private static void CheckConditions(TableOutline table, ImmutableArray<OptionSpec> options)
    {
        foreach (var column in table.Columns)
            if (column.When is { } when && !options.Any(o => o.Name == when && o.Kind == OptionKind.Bool))
                throw new FormatException(
                    $"table '{table.Name}' column '{column.Schema.Name}' is there when '{when}' is on, but there is no OPTION(__u8, {when}, 0, \"type=bool\")");
    }

    private ImmutableArray<ProgramSpec> ReadPrograms()
    {
        var functions = _types.OfKind(BtfKind.Function).ToLookup(f => f.Name);
        return
        [
            .. _elf.Symbols
                .Where(s => s.IsFunction && s.Section < _elf.Sections.Length && _elf.Sections[s.Section] is { IsCode: true, Name: not ".text" })
                .Select(s => ReadProgram(s.Name, _elf.Sections[s.Section].Name, new TagSet(functions[s.Name].SelectMany(f => _types.Tags(f.Id))))),
        ];
    }

    private static ProgramSpec ReadProgram(string name, string section, TagSet tags)
    {
        var (mechanism, hook) = Mechanisms.OfSection(section);
        var parts = name.Split("__");
        var without = tags["on_demand"] ?? tags["optional"];
        if (parts.Length != 3)
            return new ProgramSpec(name, ProgramSpec.EveryVariant, hook ?? name, mechanism, section, tags["when"], without, tags.Has("on_demand"));
        if (parts[2] != mechanism)
            throw new FormatException($"program '{name}' says {parts[2]}, but its section is '{section}'");
        return new ProgramSpec(name, parts[0], hook ?? parts[1], mechanism, section, tags["when"], without, tags.Has("on_demand"));
    }

    private ImmutableArray<string> ReadVariants(ImmutableArray<ProgramSpec> programs)
    {
        var present = programs.Select(p => p.Variant).Where(v => v != ProgramSpec.EveryVariant).Distinct().ToList();
        var tag = _types.OfKind(BtfKind.Variable).Where(v => v.Name == "pipeline_variants").Select(v => new TagSet(_types.Tags(v.Id))["variants"]).FirstOrDefault();
        if (tag is null)
            return present.Count switch
            {
                0 => [ProgramSpec.EveryVariant],
                1 => [present[0]],
                _ => throw new FormatException($"it has the variants {string.Join(", ", present)} and no VARIANTS(...) to order them"),
            };
        var order = tag.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (order.FirstOrDefault(v => !present.Contains(v)) is { } without)
            throw new FormatException($"VARIANTS names '{without}', of which there is no program");
        if (present.FirstOrDefault(v => !order.Contains(v)) is { } missing)
            throw new FormatException($"VARIANTS does not name '{missing}', of which there are programs");
        return [.. order.Distinct()];
    }

    private IEnumerable<(BtfType Variable, TagSet Tags)> Anchors(string tag) =>
        _types.OfKind(BtfKind.Variable)
            .Select(v => (Variable: v, Tags: new TagSet(_types.Tags(v.Id))))
            .Where(t => t.Tags.Has(tag))
            .OrderBy(t => t.Variable.Name, StringComparer.Ordinal);

    private TableSpec ReadTable(BtfType variable, TagSet tags)
    {
        var record = Anchored(variable, "table_", "TABLE(ring, NAME)");
        var ring = tags["table"]!;
        if (_maps.All(m => m.Name != ring || m.Type != (int)MapKind.Ringbuf))
            throw new FormatException($"table '{record.Name}' goes to ring '{ring}', which is not there");
        return new TableSpecReader(_types, record, tags, ring).Read();
    }

    private MetricSpec ReadMetrics(BtfType variable, TagSet tags)
    {
        const string macro = "METRICS(NAME, KIND, entries)";
        var value = Anchored(variable, "table_", macro);
        var key = _types.OfKind(BtfKind.Variable).FirstOrDefault(v => v.Name == "key_" + value.Name)
            ?? throw new FormatException($"table '{value.Name}' has no key; use {macro}");
        var map = _maps.FirstOrDefault(m => m.Name == value.Name)
            ?? throw new FormatException($"table '{value.Name}' has no map of its name; use {macro}");
        return new MetricSpecReader(_types, AnchoredStruct(key, macro), value, tags, map).Read();
    }

    private BtfType Anchored(BtfType variable, string prefix, string macro)
    {
        var anchored = AnchoredStruct(variable, macro);
        return variable.Name == prefix + anchored.Name
            ? anchored
            : throw new FormatException($"'{variable.Name}' does not anchor a struct of its name; use {macro}");
    }

    private BtfType AnchoredStruct(BtfType variable, string macro) =>
        _types.Resolve(variable.Target) is { Kind: BtfKind.Pointer } pointer && _types.Resolve(pointer.Target) is { Kind: BtfKind.Struct } anchored
            ? anchored
            : throw new FormatException($"'{variable.Name}' does not anchor a struct; use {macro}");

    private ImmutableArray<string> ReadOutcomes()
    {
        var outcomes = _types.All.FirstOrDefault(t => t is { Kind: BtfKind.Enum or BtfKind.Enum64, Name: "pipeline_outcome" });
        return outcomes is null
            ? []
            : [.. outcomes.Enumerators.Where(e => e.Name != "PIPELINE_OUTCOMES").OrderBy(e => e.Value).Select(e => WithoutPrefix(e.Name).ToLowerInvariant())];
    }

    private static string WithoutPrefix(string name) => name.StartsWith(OutcomePrefix, StringComparison.Ordinal) ? name[OutcomePrefix.Length..] : name;
}

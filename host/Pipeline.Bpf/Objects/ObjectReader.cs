using System.Collections.Immutable;
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

    internal ObjectReader(string path, byte[] bytes)
    {
        _path = path;
        _elf = ElfFile.Parse(bytes);
        _types = BtfParser.Parse(_elf.Bytes(_elf.Section(".BTF") ?? throw new FormatException("it has no BTF (compile with clang -g)")));
    }

    internal BpfObjectSpec Read()
    {
        var programs = ReadPrograms();
        return new BpfObjectSpec
        {
            Path = _path,
            Tables = ReadTables(),
            Rings = ReadRings(),
            Options = new OptionReader(_elf, _types).Read(),
            Programs = programs,
            Variants = ReadVariants(programs),
            Outcomes = ReadOutcomes(),
            HostPidOffset = (int?)_elf.Variable("pipeline_host_pid", ".rodata")?.Value ?? -1,
        };
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
        if (parts.Length != 3)
            return new ProgramSpec(name, ProgramSpec.EveryVariant, hook ?? name, mechanism, section, tags["when"]);
        if (parts[2] != mechanism)
            throw new FormatException($"program '{name}' says {parts[2]}, but its section is '{section}'");
        return new ProgramSpec(name, parts[0], hook ?? parts[1], mechanism, section, tags["when"]);
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

    private ImmutableArray<TableSpec> ReadTables() =>
    [
        .. _types.OfKind(BtfKind.Variable)
            .Select(v => (Variable: v, Tags: new TagSet(_types.Tags(v.Id))))
            .Where(t => t.Tags.Has("table"))
            .Select(t => TableOf(t.Variable, t.Tags))
            .OrderBy(t => t.Schema.Name, StringComparer.Ordinal),
    ];

    private TableSpec TableOf(BtfType variable, TagSet tags)
    {
        var pointer = _types.Resolve(variable.Target);
        var record = pointer.Kind == BtfKind.Pointer ? _types.Resolve(pointer.Target) : pointer;
        var ring = tags["table"]!;
        if (record.Kind != BtfKind.Struct || variable.Name != "table_" + record.Name)
            throw new FormatException($"'{variable.Name}' does not anchor a struct of its name; use TABLE(ring, NAME)");
        if (ReadRings().All(r => r.Name != ring))
            throw new FormatException($"table '{record.Name}' goes to ring '{ring}', which is not there");
        return new TableSpecReader(_types, record, tags, ring).Read();
    }

    private ImmutableArray<RingSpec> ReadRings()
    {
        const int ringBuffer = 27;
        return
        [
            .. Maps()
                .Where(m => MapAttribute(m.Definition, "type") == ringBuffer)
                .Select(m => new RingSpec(m.Name, MapAttribute(m.Definition, "max_entries") ?? 0)),
        ];
    }

    private IEnumerable<(string Name, BtfType Definition)> Maps() =>
        _types.OfKind(BtfKind.DataSection)
            .Where(s => s.Name == ".maps")
            .SelectMany(s => s.Variables)
            .Select(v => _types[v])
            .Select(v => (v.Name, _types.Resolve(v.Target)));

    // __uint(name, value) is a pointer to an array of that many ints: the only way a C type can carry a number.
    private int? MapAttribute(BtfType definition, string name)
    {
        foreach (var member in definition.Members)
            if (member.Name == name
                && _types.Resolve(member.Type) is { Kind: BtfKind.Pointer } pointer
                && _types.Resolve(pointer.Target) is { Kind: BtfKind.Array } array)
                return array.Length;
        return null;
    }

    private ImmutableArray<string> ReadOutcomes()
    {
        var outcomes = _types.All.FirstOrDefault(t => t is { Kind: BtfKind.Enum or BtfKind.Enum64, Name: "pipeline_outcome" });
        return outcomes is null
            ? []
            : [.. outcomes.Enumerators.Where(e => e.Name != "PIPELINE_OUTCOMES").OrderBy(e => e.Value).Select(e => WithoutPrefix(e.Name).ToLowerInvariant())];
    }

    private static string WithoutPrefix(string name) => name.StartsWith(OutcomePrefix, StringComparison.Ordinal) ? name[OutcomePrefix.Length..] : name;
}

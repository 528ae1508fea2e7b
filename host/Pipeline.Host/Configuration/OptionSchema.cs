using System.Globalization;
using System.Text.Json.Nodes;

namespace Pipeline.Host.Configuration;

/// <summary>The JSON schema of one option's value.</summary>
internal static class OptionSchema
{
    // A value with a variable in it is known only where the host runs, so any string that has one may be right.
    private const string Variable = "variable";
    private const string Secret = "secret_file";
    private const string Free = "free_value";

    /// <summary>What options' schemas refer to.</summary>
    public static JsonObject Definitions() => new()
    {
        [Variable] = new JsonObject { ["type"] = "string", ["pattern"] = @"\$\{", ["description"] = "A value from the environment: ${VAR} or ${VAR:-default}." },
        [Secret] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "A value from a file, kept out of the configuration.",
            ["properties"] = new JsonObject { ["file"] = new JsonObject { ["type"] = "string" } },
            ["required"] = new JsonArray("file"),
            ["additionalProperties"] = false,
        },
        [Free] = new JsonObject
        {
            ["type"] = new JsonArray("string", "number", "boolean", "array", "object"),
            ["items"] = Reference(Free),
            ["additionalProperties"] = Reference(Free),
        },
    };

    public static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };

    public static JsonObject Of(OptionDescription option)
    {
        var schema = option.Type.Record is { } record ? RecordOf(OptionDescription.Of(record)) : ValueOf(option.Type, option.Option);
        schema["description"] = Describe(option);
        // TOML and JSON spell these values alike.
        if (option.Default is not null and not OptionTable && option.Type.Record is null)
            schema["default"] = JsonNode.Parse(option.Type.Format(option.Default));
        return schema;
    }

    /// <summary>A table with the keys of a record and no others.</summary>
    public static JsonObject RecordOf(IReadOnlyList<OptionDescription> options)
    {
        var record = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(options.Select(o => KeyValuePair.Create(o.Name, (JsonNode?)Of(o)))),
            ["additionalProperties"] = false,
        };
        var required = options.Where(o => o.Required).Select(o => (JsonNode?)o.Name).ToArray();
        if (required.Length > 0)
            record["required"] = new JsonArray(required);
        return record;
    }

    private static JsonObject ValueOf(OptionType type, OptionAttribute bounds)
    {
        if (type.Element is { } element)
            return new JsonObject { ["type"] = "array", ["items"] = ValueOf(element, new OptionAttribute("")) };
        if (type.JsonType == "object")
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Reference(Free) };
        var alternatives = new JsonArray(PlainOf(type, bounds), Reference(Variable));
        if (type.IsText)
            alternatives.Add(Reference(Secret));
        if (type.AlsoInteger)
            alternatives.Add(new JsonObject { ["type"] = "integer" });
        return new JsonObject { ["anyOf"] = alternatives };
    }

    private static JsonObject PlainOf(OptionType type, OptionAttribute bounds)
    {
        var plain = new JsonObject { ["type"] = type.JsonType };
        if (type.Choices.Count > 0)
            plain["enum"] = new JsonArray([.. type.Choices.Select(c => (JsonNode?)c)]);
        if (type.Regex is { } regex)
            plain["pattern"] = regex;
        if (type.JsonType is "integer" or "number")
        {
            Bound("minimum", bounds.Min);
            Bound("maximum", bounds.Max);
        }

        return plain;

        void Bound(string keyword, string? text)
        {
            if (text is not null)
                plain[keyword] = decimal.Parse(text, CultureInfo.InvariantCulture);
        }
    }

    // Bounds of durations and sizes, which no schema can compare, are at least told.
    private static string Describe(OptionDescription option) => (option.Option.Min, option.Option.Max) switch
    {
        _ when option.Type.Pattern is null => option.Option.Help,
        ({ } min, { } max) => $"{option.Option.Help} From {min} to {max}.",
        ({ } min, null) => $"{option.Option.Help} At least {min}.",
        (null, { } max) => $"{option.Option.Help} At most {max}.",
        _ => option.Option.Help,
    };
}

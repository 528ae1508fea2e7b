using System.Reflection;

namespace Pipeline.Host.Configuration;

/// <summary>One key of an options record: what the binder, the documentation and the JSON schema are made from.</summary>
internal sealed record OptionDescription(PropertyInfo Property, OptionAttribute Option, OptionType Type, bool Required, object? Default)
{
    public string Name { get; } = SnakeCase.From(Property.Name);

    /// <summary>The keys of a record, in declaration order, inherited ones first.</summary>
    /// <remarks>Not cached: a cache would keep the plugin's load context alive.</remarks>
    public static IReadOnlyList<OptionDescription> Of(Type record)
    {
        var blank = Activator.CreateInstance(record)!;
        return
        [
            .. from property in record.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
               let option = property.GetCustomAttribute<OptionAttribute>()
               where option is not null
               orderby Depth(property.DeclaringType)
               let required = property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute))
               select property.SetMethod is null ? throw new NotSupportedException($"the option {property.Name} cannot be set") : new OptionDescription(property, option, OptionType.Of(property.PropertyType), required, required ? null : property.GetValue(blank)),
        ];

        static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);
    }
}

//! Parts of the product that a tenant's plan may leave out.

use crate::Permission;

/// A part of the product. What is not in one is the CRM itself, which every tenant has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Module {
    /// Products.
    Products,
    /// Reports and the map of leads.
    Reports,
    /// Files on records.
    Files,
    /// Bringing records in from files.
    Imports,
    /// Programs: API keys, what they ask, and webhooks.
    Api,
}

impl Module {
    /// Every module.
    pub const ALL: [Self; 5] = [Self::Products, Self::Reports, Self::Files, Self::Imports, Self::Api];

    /// The name in the database and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Reports => "reports",
            Self::Files => "files",
            Self::Imports => "imports",
            Self::Api => "api",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|module| module.as_str() == text)
    }
}

impl Permission {
    /// The module that a permission is part of. Taking one's data along is in none: no plan keeps it.
    #[must_use]
    pub fn module(self) -> Option<Module> {
        let (noun, _) = self.as_str().split_once('.')?;
        match noun {
            "products" => Some(Module::Products),
            "reports" => Some(Module::Reports),
            "attachments" => Some(Module::Files),
            "imports" => Some(Module::Imports),
            "api_keys" | "webhooks" => Some(Module::Api),
            _ => None,
        }
    }

    /// Whether what it allows makes records that a plan may bound.
    #[must_use]
    pub const fn adds_records(self) -> bool {
        matches!(
            self,
            Self::LeadsCreate
                | Self::ContactsCreate
                | Self::CompaniesCreate
                | Self::DealsCreate
                | Self::LeadsConvert
                | Self::SamplesManage
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_is_read_back_and_has_a_permission() {
        for module in Module::ALL {
            assert_eq!(Module::parse(module.as_str()), Some(module));
            assert!(Permission::ALL.iter().any(|permission| permission.module() == Some(module)));
        }
        assert_eq!(Module::parse("everything"), None);
        assert_eq!(Permission::LeadsRead.module(), None);
        assert_eq!(Permission::ExportsCreate.module(), None);
    }
}

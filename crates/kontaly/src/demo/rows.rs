//! The rows that are copied: one struct a table, its fields the table's columns.

use jiff::{Timestamp, civil::Date};
use kontaly_access::{
    ActivityId, CompanyId, ContactId, CustomFieldId, DealId, EventId, LeadId, PipelineId, ProductId, StageId,
    TagId, TenantId, UserId,
};
use kontaly_db::copied;
use serde_json::Value;
use uuid::Uuid;

copied! {
    /// A company.
    #[derive(Clone, Debug)]
    pub(super) struct CompanyRow in "companies" {
        tenant_id: TenantId,
        id: CompanyId,
        name: String,
        name_key: String,
        domain: Option<String>,
        website: Option<String>,
        phone: Option<String>,
        industry: Option<&'static str>,
        employees: Option<i32>,
        annual_revenue: Option<i64>,
        annual_revenue_currency: Option<&'static str>,
        founded_year: Option<i32>,
        address: Option<String>,
        city: Option<&'static str>,
        country: Option<&'static str>,
        parent_id: Option<CompanyId>,
        lifecycle_stage: &'static str,
        description: Option<String>,
        owner_id: Option<UserId>,
        external_id: Option<String>,
        created_at: Timestamp,
        updated_at: Timestamp,
        trashed_at: Option<Timestamp>,
        version: i32,
    }

    /// A contact.
    #[derive(Clone, Debug)]
    pub(super) struct ContactRow in "contacts" {
        tenant_id: TenantId,
        id: ContactId,
        first_name: String,
        last_name: String,
        name: String,
        name_key: String,
        title: Option<&'static str>,
        company_id: Option<CompanyId>,
        email: Option<String>,
        phone: Option<String>,
        lifecycle_stage: &'static str,
        source: Option<&'static str>,
        linkedin_url: Option<String>,
        description: Option<String>,
        owner_id: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        trashed_at: Option<Timestamp>,
        version: i32,
    }

    /// One of a contact's e-mail addresses or telephone numbers.
    #[derive(Clone, Debug)]
    pub(super) struct PointRow in "contact_points" {
        tenant_id: TenantId,
        id: Uuid,
        contact_id: ContactId,
        kind: &'static str,
        label: &'static str,
        value: String,
        value_key: String,
        position: i16,
        owner_id: Option<UserId>,
    }

    /// A product.
    #[derive(Clone, Debug)]
    pub(super) struct ProductRow in "products" {
        tenant_id: TenantId,
        id: ProductId,
        name: &'static str,
        name_key: String,
        series: Option<&'static str>,
        price: Option<i64>,
        currency: Option<&'static str>,
        external_id: Option<&'static str>,
        created_at: Timestamp,
        updated_at: Timestamp,
    }

    /// A deal.
    #[derive(Clone, Debug)]
    pub(super) struct DealRow in "deals" {
        tenant_id: TenantId,
        id: DealId,
        name: String,
        pipeline_id: PipelineId,
        stage_id: StageId,
        state: &'static str,
        amount: Option<i64>,
        currency: &'static str,
        probability: i16,
        expected_close_date: Option<Date>,
        closed_at: Option<Timestamp>,
        lost_reason: Option<&'static str>,
        company_id: Option<CompanyId>,
        contact_id: Option<ContactId>,
        product_id: Option<ProductId>,
        source: Option<&'static str>,
        description: Option<String>,
        rank: String,
        stage_entered_at: Timestamp,
        owner_id: Option<UserId>,
        created_at: Timestamp,
        updated_at: Timestamp,
        trashed_at: Option<Timestamp>,
        version: i32,
    }

    /// What changed about a deal's stage, amount or expected close date.
    #[derive(Clone, Debug)]
    pub(super) struct DealChangeRow in "deal_changes" {
        tenant_id: TenantId,
        id: Uuid,
        deal_id: DealId,
        at: Timestamp,
        actor_id: UserId,
        from_stage_id: Option<StageId>,
        to_stage_id: StageId,
        from_amount: Option<i64>,
        to_amount: Option<i64>,
        currency: &'static str,
        from_expected_close_date: Option<Date>,
        to_expected_close_date: Option<Date>,
        owner_id: Option<UserId>,
    }

    /// A lead.
    #[derive(Clone, Debug)]
    pub(super) struct LeadRow in "leads" {
        tenant_id: TenantId,
        id: LeadId,
        first_name: String,
        last_name: String,
        name: String,
        company_name: Option<String>,
        title: Option<&'static str>,
        email: Option<String>,
        phone: Option<String>,
        status: &'static str,
        source: Option<&'static str>,
        score: i64,
        amount: Option<i64>,
        currency: Option<&'static str>,
        city: Option<&'static str>,
        country: Option<&'static str>,
        website: Option<String>,
        description: Option<String>,
        owner_id: Option<UserId>,
        converted_at: Option<Timestamp>,
        converted_company_id: Option<CompanyId>,
        converted_contact_id: Option<ContactId>,
        converted_deal_id: Option<DealId>,
        status_before_conversion: Option<&'static str>,
        created_at: Timestamp,
        updated_at: Timestamp,
        trashed_at: Option<Timestamp>,
        version: i32,
    }

    /// A call, meeting, e-mail, task or note.
    #[derive(Clone, Debug)]
    pub(super) struct ActivityRow in "activities" {
        tenant_id: TenantId,
        id: ActivityId,
        kind: &'static str,
        subject: String,
        body: Option<String>,
        due_at: Option<Timestamp>,
        at: Timestamp,
        done_at: Option<Timestamp>,
        duration_minutes: Option<i32>,
        assignee_id: Option<UserId>,
        lead_id: Option<LeadId>,
        deal_id: Option<DealId>,
        contact_id: Option<ContactId>,
        company_id: Option<CompanyId>,
        owner_id: Option<UserId>,
        directory: bool,
        created_at: Timestamp,
        updated_at: Timestamp,
        version: i32,
    }

    /// A tag.
    #[derive(Clone, Debug)]
    pub(super) struct TagRow in "tags" {
        tenant_id: TenantId,
        id: TagId,
        name: &'static str,
        name_key: String,
        color: &'static str,
        created_at: Timestamp,
    }

    /// A tag on a record.
    #[derive(Clone, Debug)]
    pub(super) struct TaggingRow in "taggings" {
        tenant_id: TenantId,
        tag_id: TagId,
        noun: &'static str,
        record_id: Uuid,
        owner_id: Option<UserId>,
        directory: bool,
    }

    /// A field of the workspace's own making.
    #[derive(Clone, Debug)]
    pub(super) struct CustomFieldRow in "custom_fields" {
        tenant_id: TenantId,
        id: CustomFieldId,
        noun: &'static str,
        key: &'static str,
        label: &'static str,
        kind: &'static str,
        choices: Vec<&'static str>,
        position: i16,
        created_at: Timestamp,
    }

    /// The value of such a field; a field of several choices has one row for each.
    #[derive(Clone, Debug)]
    pub(super) struct CustomValueRow in "custom_values" {
        tenant_id: TenantId,
        field_id: CustomFieldId,
        record_id: Uuid,
        position: i16,
        noun: &'static str,
        text_value: Option<String>,
        number_value: Option<f64>,
        date_value: Option<Date>,
        boolean_value: Option<bool>,
        user_value: Option<UserId>,
        owner_id: Option<UserId>,
        directory: bool,
    }

    /// A word by which a record is found.
    #[derive(Clone, Debug)]
    pub(super) struct TokenRow in "search_tokens" {
        tenant_id: TenantId,
        token: String,
        noun: &'static str,
        record_id: Uuid,
        owner_id: Option<UserId>,
        directory: bool,
    }

    /// An audit event.
    #[derive(Clone, Debug)]
    pub(super) struct EventRow in "events" {
        tenant_id: TenantId,
        id: EventId,
        at: Timestamp,
        actor_id: UserId,
        noun: &'static str,
        record_id: Uuid,
        action: &'static str,
        changes: Value,
        owner_id: Option<UserId>,
        directory: bool,
    }
}
